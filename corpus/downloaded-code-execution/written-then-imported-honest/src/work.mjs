import { readFile } from "node:fs/promises";
import { refresh } from "./table.mjs";

let table;

/** The glyph of a name. */
export async function work(text) {
  if (table === undefined) {
    const file = await refresh();
    // ok: downloaded-code-execution
    table = JSON.parse(await readFile(file, "utf8"));
  }
  return table[text];
}
