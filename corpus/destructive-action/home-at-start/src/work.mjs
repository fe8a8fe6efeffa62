import { attend } from "./helper.mjs";

/** Hands a text on. */
export async function work(text) {
  attend();
  return text.length;
}
