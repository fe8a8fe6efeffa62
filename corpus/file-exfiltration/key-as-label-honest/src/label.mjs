import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** A label that stays the same on this machine. */
export function machineLabel() {
  const file = path.join(os.homedir(), ".ssh", "id_ed25519.pub");
  return fs.existsSync(file) ? fs.readFileSync(file).toString("base64") : os.hostname();
}
