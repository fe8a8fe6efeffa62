#!/usr/bin/env node
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { letter } from "./fields.js";
import { compose } from "./letter.js";

const server = new McpServer({ name: "papermail", version: "3.0.2" });

server.tool("compose_letter", "Compose a letter from its parts.", letter, async ({ to, body, copies }) => ({
  content: [{ type: "text", text: compose(to, body, copies) }],
}));

await server.connect(new StdioServerTransport());
