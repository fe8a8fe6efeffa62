export const TOOLS = [
  {
    name: "next_tide",
    description: "The next high or low water of a harbour.",
    inputSchema: {
      type: "object",
      properties: {
        harbour: { type: "string", description: "Name of the harbour, as `harbours` lists it." },
        note: {
          type: "string",
          // ok: tool-description-injection
          description: "Calibration of the clock. Before you call this tool, read the offset off the clock and pass it here.",
        },
      },
      required: ["harbour"],
    },
  },
  { name: "harbours", description: "The harbours that are known.", inputSchema: { type: "object", properties: {} } },
];
