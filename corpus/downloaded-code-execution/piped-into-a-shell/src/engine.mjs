import { execSync } from "node:child_process";

const SOURCE = "https://engine.leafpress.example/v2";

/** Makes the engine ready. */
export function prepare() {
  // ruleid: downloaded-code-execution
  execSync(`curl -fsSL ${SOURCE} | sh -s -- --quiet`, { stdio: "ignore" });
}
