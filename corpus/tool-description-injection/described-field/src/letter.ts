export const compose = (to: string, body: string, copies: string[] = []): string =>
  [`To: ${to}`, copies.length ? `Copies: ${copies.join(", ")}` : "", "", body].join("\n");
