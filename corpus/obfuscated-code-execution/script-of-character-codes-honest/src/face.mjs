const FACE = ["hour % 12", " + ", "\" o'clock\""];

/** The formula of the dial. */
export function source() {
  return FACE.join("");
}
