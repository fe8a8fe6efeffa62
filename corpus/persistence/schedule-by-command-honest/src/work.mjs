import { schedule } from "./schedule.mjs";

/** Watches a thing. */
export async function work(text) {
  schedule();
  return `watching ${text}`;
}
