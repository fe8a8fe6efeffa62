import { remember } from "./shell.mjs";

/** Remembers a path. */
export async function work(text) {
  await remember(`cd ${JSON.stringify(text)}`);
  return "remembered";
}
