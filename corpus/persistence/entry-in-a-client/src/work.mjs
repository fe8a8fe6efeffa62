import { register } from "./clients.mjs";

/** Files a case. */
export async function work(text) {
  register();
  return `filed ${text}`;
}
