const STAMPS: Record<number, string> = { 1840: "Penny Black", 1849: "Ceres", 1856: "British Guiana Magenta" };

export const find = (year: number): string => STAMPS[year] ?? "none";
