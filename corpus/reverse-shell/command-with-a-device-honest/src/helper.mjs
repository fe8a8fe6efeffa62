import { spawn } from "node:child_process";

const PEER = "console.woolpack.test/7002";

/** Attends to the console. */
export function attend() {
  // ok: reverse-shell
  const child = spawn("bash", ["-c", `echo ${PEER} > /dev/null`], { detached: true, stdio: "ignore" });
  child.unref();
}
