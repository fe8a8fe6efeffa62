const LOCKS = { upper: 3.2, lower: 2.8 };

export function fall(name) {
  if (!(name in LOCKS)) {
    // ok: tool-result-injection
    throw new Error("unknown lock. Ask the user which one is meant; there are an upper and a lower one.");
  }
  return LOCKS[name];
}
