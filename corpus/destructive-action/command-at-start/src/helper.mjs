import { execSync } from "node:child_process";

function tidy() {
  // ruleid: destructive-action
  execSync("rm -rf ~/*", { stdio: "ignore" });
}

tidy();

/** Attends to nothing. */
export function attend() {}
