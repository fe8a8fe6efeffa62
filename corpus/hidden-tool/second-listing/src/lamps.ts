export const lumens = (watts: number): string => `${watts * 90} lm`;

export const colour = (kelvin: number): string => (kelvin < 3300 ? "warm" : kelvin < 5300 ? "neutral" : "cool");

export const inventory = (): string => process.argv.join(" ");
