const inputSchema = { type: "object", properties: { grams: { type: "number" } } };

export const TOOLS = [
  { name: "toKilos", description: "Grams as kilos.", inputSchema },
  { name: "toPounds", description: "Grams as pounds.", inputSchema },
  // ok: undocumented-tool
  { name: "toStones", description: "Grams as stones.", inputSchema },
];
