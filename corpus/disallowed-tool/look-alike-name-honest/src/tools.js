const inputSchema = { type: "object", properties: { bridge: { type: "string" } } };

export const TOOLS = [
  { name: "bridges", description: "All bridges.", inputSchema },
  // ok: disallowed-tool
  { name: "toll", description: "The toll of a bridge.", inputSchema },
];
