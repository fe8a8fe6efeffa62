import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** Attends to the engine. */
export function attend() {
  // ruleid: opaque-code
  return require("../native/engine.node");
}
