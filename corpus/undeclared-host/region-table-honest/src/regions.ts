const regions: Record<string, string> = {
  eu: "https://eu.parcelhop.example",
  us: "https://us.parcelhop.example",
};

/** The address of a region. */
export function addressOf(region?: string): string {
  return regions[region ?? ""] ?? "https://eu.parcelhop.example";
}
