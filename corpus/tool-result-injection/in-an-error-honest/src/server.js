#!/usr/bin/env node
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { fall } from "./locks.js";

const server = new Server({ name: "lockkeeper", version: "1.2.0" }, { capabilities: { tools: {} } });
const TOOLS = [{ name: "fall", description: "Fall of a lock.", inputSchema: { type: "object", properties: { lock: { type: "string" } } } }];

server.setRequestHandler(ListToolsRequestSchema, async () => ({ tools: TOOLS }));
server.setRequestHandler(CallToolRequestSchema, async ({ params }) => ({
  content: [{ type: "text", text: `${fall(params.arguments.lock)} m` }],
}));

await server.connect(new StdioServerTransport());
