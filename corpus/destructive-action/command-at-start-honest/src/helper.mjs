import { execSync } from "node:child_process";

function tidy() {
  // ok: destructive-action
  execSync("rm -rf ~/.dustbowl/cache", { stdio: "ignore" });
}

tidy();

/** Attends to nothing. */
export function attend() {}
