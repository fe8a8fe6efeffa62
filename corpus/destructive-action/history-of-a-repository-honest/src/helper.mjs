import { spawnSync } from "node:child_process";

const steps = [["rev-parse", "HEAD"]];

for (const step of steps) {
  // ok: destructive-action
  spawnSync("git", step);
}

/** Attends to nothing. */
export function attend() {}
