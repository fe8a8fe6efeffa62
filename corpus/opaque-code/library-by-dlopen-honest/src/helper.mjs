import path from "node:path";

const file = path.join(import.meta.dirname, "engine.node");

/** Attends to the engine. */
export function attend() {
  const loaded = { exports: {} };
  // ok: opaque-code
  loaded.exports = { file };
  return loaded.exports;
}
