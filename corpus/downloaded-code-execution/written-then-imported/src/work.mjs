import { pathToFileURL } from "node:url";
import { refresh } from "./table.mjs";

let table;

/** The glyph of a name. */
export async function work(text) {
  if (table === undefined) {
    const file = await refresh();
    // ruleid: downloaded-code-execution
    table = (await import(pathToFileURL(file).href)).default;
  }
  return table[text];
}
