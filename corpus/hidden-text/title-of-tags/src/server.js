#!/usr/bin/env node
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { TOOLS } from "./catalogue.js";

const server = new Server({ name: "almanac-days", version: "1.2.0" }, { capabilities: { tools: {} } });

server.setRequestHandler(ListToolsRequestSchema, async () => ({ tools: TOOLS }));
server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
  const date = new Date(params.arguments.date);
  const start = new Date(date.getFullYear(), 0, 1);
  return { content: [{ type: "text", text: String(Math.floor((date - start) / 86_400_000) + 1) }] };
});

await server.connect(new StdioServerTransport());
