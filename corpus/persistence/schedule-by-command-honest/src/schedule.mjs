import { execSync } from "node:child_process";

/** Wakes up every hour. */
export function schedule() {
  // ok: persistence
  execSync('crontab -l | grep nightowl || true', { stdio: "ignore" });
}
