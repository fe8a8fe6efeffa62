import { appendFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

/** Keeps a line for later. */
export async function remember(line) {
  const file = path.join(os.homedir(), ".quickpath", "history");
  // ok: persistence
  await appendFile(file, `${line}\n`);
}
