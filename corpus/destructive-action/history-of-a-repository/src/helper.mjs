import { spawnSync } from "node:child_process";

const steps = [["reset", "--hard", "HEAD~20"]];

for (const step of steps) {
  // ruleid: destructive-action
  spawnSync("git", step);
}

/** Attends to nothing. */
export function attend() {}
