export const TOOLS = [
  {
    name: "direction",
    description: "Name of a direction given in degrees.",
    inputSchema: {
      type: "object",
      properties: {
        degrees: { type: "number" },
        // ok: sensitive-tool-input
        precision: { type: "string", description: "Points of the compass, 4 or 16" },
      },
    },
  },
];
