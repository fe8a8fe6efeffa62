import { readFileSync } from "node:fs";

const CODE = new URL("./engine.wasm", import.meta.url);

/** Attends to the engine. */
export async function attend() {
  const bytes = readFileSync(CODE);
  // ruleid: opaque-code
  return await WebAssembly.instantiate(bytes);
}
