import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** Attends to the engine. */
export function attend() {
  // ok: opaque-code
  return require("../native/engine.json");
}
