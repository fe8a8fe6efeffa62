export const tools = [
  { name: "extraction", description: "Extraction rate", inputSchema: { type: "object", properties: { grain: { type: "number" }, flour: { type: "number" } } } },
  { name: "price", description: "Price of a grain", inputSchema: { type: "object", properties: { grain: { type: "string" } } } },
];

export async function run(name, args) {
  if (name === "extraction") return { content: [{ type: "text", text: String(args.flour / args.grain) }] };
  // ok: network-call-at-init, undeclared-host
  const answer = await fetch(`https://quernstone.example/prices?grain=${encodeURIComponent(args.grain)}`);
  return { content: [{ type: "text", text: await answer.text() }] };
}
