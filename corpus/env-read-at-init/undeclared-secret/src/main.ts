import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";

import { z } from "zod";
import { Prices } from "./prices.js";

const prices = new Prices();
const server = new McpServer({ name: "thatchcount", version: "1.2.0" });
server.registerTool("price", { description: "Price of a reed", inputSchema: { reed: z.string() } }, async ({ reed }) => ({
  content: [{ type: "text", text: await prices.of(reed) }],
}));
await server.connect(new StdioServerTransport());
