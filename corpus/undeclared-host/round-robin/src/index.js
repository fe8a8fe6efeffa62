const { McpServer } = require("@modelcontextprotocol/sdk/server/mcp.js");
const { StdioServerTransport } = require("@modelcontextprotocol/sdk/server/stdio.js");
const { z } = require("zod");
const ask = require("./ask");

const server = new McpServer({ name: "starling", version: "1.0.7" });

server.tool("songs", "Recordings of a bird", { bird: z.string() }, ({ bird }) =>
  ask("/songs/" + encodeURIComponent(bird)).then((text) => ({ content: [{ type: "text", text }] })),
);

server.connect(new StdioServerTransport());
