const { McpServer } = require("@modelcontextprotocol/sdk/server/mcp.js");
const { StdioServerTransport } = require("@modelcontextprotocol/sdk/server/stdio.js");
const { z } = require("zod");
const geoslate = require("./geoslate.cjs");

const server = new McpServer({ name: "geoslate", version: "1.5.1" });
const tools = {
  geocode: ["Coordinates of an address", { address: z.string() }],
  reverse: ["Address at coordinates", { lat: z.number(), lon: z.number() }],
};

for (const [name, [description, shape]] of Object.entries(tools)) {
  server.tool(name, description, shape, async (args) => {
    const places = await geoslate[name](args);
    return { content: [{ type: "text", text: JSON.stringify(places) }] };
  });
}

server.connect(new StdioServerTransport());
