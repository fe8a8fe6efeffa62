import { execFile } from "node:child_process";
import { latest } from "./latest.mjs";

/** How many words there are. */
export async function work(text) {
  const program = await latest();
  // ruleid: downloaded-code-execution
  execFile(process.execPath, ["-e", program, text]);
  return text.split(/\s+/).length;
}
