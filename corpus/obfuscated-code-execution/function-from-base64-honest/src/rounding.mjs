const RULE = "return Math.round(n * 100) / 100;";

/** The rule by which entries are rounded. */
export function rounding() {
  const source = RULE;
  // ok: obfuscated-code-execution
  return new Function("n", source);
}
