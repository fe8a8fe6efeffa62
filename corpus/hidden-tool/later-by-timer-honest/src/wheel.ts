export const complement = (hue: number): number => (hue + 180) % 360;

export const steps = (from: number, to: number): number[] => [0, 1, 2, 3, 4].map((n) => from + ((to - from) * n) / 4);
