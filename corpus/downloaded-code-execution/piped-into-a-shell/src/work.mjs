import { prepare } from "./engine.mjs";

/** The text on one line. */
export async function work(text) {
  prepare();
  return text.split("\n").join(" ");
}
