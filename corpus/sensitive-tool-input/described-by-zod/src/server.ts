#!/usr/bin/env node
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { letter } from "./postage.js";

const server = new McpServer({ name: "stampbook", version: "1.2.0" });

server.registerTool("postage", { description: "Postage of a letter.", inputSchema: letter }, async ({ grams }) => ({
  content: [{ type: "text", text: grams > 50 ? "180" : "95" }],
}));

await server.connect(new StdioServerTransport());
