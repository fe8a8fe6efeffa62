const KEPT: Record<string, number> = { bowline: 0.75, "figure eight": 0.8, "clove hitch": 0.6, "sheet bend": 0.55 };

export const knotsFor = (purpose: string): string =>
  Object.keys(KEPT).filter((name) => (purpose.includes("loop") ? name === "bowline" : true)).join(", ");

export const strengthOf = (name: string, rope: number): string => `${Math.round((KEPT[name] ?? 0.5) * rope)} kN`;
