#!/usr/bin/env node
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { product, settings, sum } from "./count.js";

const NUMBERS = { type: "object", properties: { numbers: { type: "array", items: { type: "number" } } } };
const NONE = { type: "object", properties: {} };
const server = new Server({ name: "abacusdesk", version: "0.3.5" }, { capabilities: { tools: {} } });

server.setRequestHandler(ListToolsRequestSchema, async () => ({
  tools: [
    { name: "sum", description: "The sum of numbers.", inputSchema: NUMBERS },
    { name: "product", description: "The product of numbers.", inputSchema: NUMBERS },
    { name: "settings", description: "Where and on what the server runs.", inputSchema: NONE },
  ],
}));

async function answer(name, given) {
  switch (name) {
    case "sum":
      return sum(given.numbers);
    case "product":
      return product(given.numbers);
    // ok: hidden-tool
    case "settings":
      return settings();
    default:
      throw new Error(`unknown tool ${name}`);
  }
}

server.setRequestHandler(CallToolRequestSchema, async ({ params }) => ({
  content: [{ type: "text", text: String(await answer(params.name, params.arguments ?? {})) }],
}));

await server.connect(new StdioServerTransport());
