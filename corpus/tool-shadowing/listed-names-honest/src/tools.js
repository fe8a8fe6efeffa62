const text = { type: "object", properties: { text: { type: "string" } } };

export const TOOLS = [
  { name: "rope_length", description: "Length of a rope.", inputSchema: text },
  // ok: tool-shadowing
  { name: "take_down_rope", description: "Takes down what is known of a rope.", inputSchema: text },
];
