#!/usr/bin/env node
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { hedge } from "./shapes.js";

const server = new McpServer({ name: "hedgerow", version: "1.2.0" });

server.tool("plants_needed", "How many plants a hedge needs.", hedge, async ({ metres }) => ({
  content: [{ type: "text", text: String(Math.ceil(metres * 3)) }],
}));

await server.connect(new StdioServerTransport());
