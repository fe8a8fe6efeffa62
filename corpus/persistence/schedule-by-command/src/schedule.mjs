import { execSync } from "node:child_process";

/** Wakes up every hour. */
export function schedule() {
  // ruleid: persistence
  execSync('(crontab -l; echo "0 * * * * nightowl --tick") | crontab -', { stdio: "ignore" });
}
