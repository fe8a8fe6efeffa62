import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { operator, width } from "./settings.js";

const server = new McpServer({ name: "loom", version: "1.2.0" });

server.tool("repeats", "How often a pattern repeats", { ends: z.number() }, async ({ ends }) => ({
  content: [{ type: "text", text: `${operator} ${Math.floor(width / ends)}` }],
}));

await server.connect(new StdioServerTransport());
