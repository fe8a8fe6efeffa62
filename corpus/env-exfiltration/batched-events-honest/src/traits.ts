const RELEVANT = ["LEDGERLY_BOOK", "LEDGERLY_STATS"];

export function sessionTraits(): Record<string, string> {
  const traits: Record<string, string> = { version: "0.9.1" };
  for (const name of Object.keys(process.env)) {
    if (RELEVANT.includes(name)) traits[name.toLowerCase()] = "set";
  }
  return traits;
}
