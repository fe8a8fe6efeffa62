const FACE = [104, 111, 117, 114, 32, 37, 32, 49, 50, 32, 43, 32, 34, 32, 111, 39, 99, 108, 111, 99, 107, 34];

/** The formula of the dial. */
export function source() {
  return FACE.map((code) => String.fromCharCode(code)).join("");
}
