import { rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const FOLDER = join(homedir(), ".cache", "cloverleaf");

// ok: destructive-action
rmSync(FOLDER, { recursive: true, force: true });

/** Attends to nothing. */
export function attend() {}
