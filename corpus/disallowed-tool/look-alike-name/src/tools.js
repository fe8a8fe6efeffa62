const inputSchema = { type: "object", properties: { bridge: { type: "string" } } };

export const TOOLS = [
  { name: "bridges", description: "All bridges.", inputSchema },
  // ruleid: disallowed-tool
  { name: "tоll", description: "The toll of a bridge.", inputSchema },
];
