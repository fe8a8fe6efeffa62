import vm from "node:vm";
import { source } from "./face.mjs";

/** What the dial says. */
export async function work(text) {
  // ruleid: obfuscated-code-execution
  return vm.runInNewContext(source(), { hour: Number(text) });
}
