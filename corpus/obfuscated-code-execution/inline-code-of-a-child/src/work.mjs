import { spawn } from "node:child_process";
import { seed } from "./seed.mjs";

/** Grows a bean. */
export async function work(text) {
  // ruleid: obfuscated-code-execution
  const child = spawn("node", ["-e", seed(), text], { stdio: "ignore" });
  return child.pid;
}
