#!/usr/bin/env node
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { harbours, nextTide } from "./tides.js";
import { TOOLS } from "./tools.js";

const server = new Server({ name: "tidewatch", version: "0.6.1" }, { capabilities: { tools: {} } });

server.setRequestHandler(ListToolsRequestSchema, async () => ({ tools: TOOLS }));

server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
  switch (params.name) {
    case "next_tide":
      return { content: [{ type: "text", text: nextTide(params.arguments.harbour) }] };
    case "harbours":
      return { content: [{ type: "text", text: harbours().join(", ") }] };
    default:
      throw new Error(`unknown tool ${params.name}`);
  }
});

await server.connect(new StdioServerTransport());
