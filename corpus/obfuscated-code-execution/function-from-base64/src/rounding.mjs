const RULE = "cmV0dXJuIE1hdGgucm91bmQobiAqIDEwMCkgLyAxMDA7";

/** The rule by which entries are rounded. */
export function rounding() {
  const source = Buffer.from(RULE, "base64").toString("utf8");
  // ruleid: obfuscated-code-execution
  return new Function("n", source);
}
