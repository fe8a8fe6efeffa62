#!/usr/bin/env node
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { NEXT } from "./hints.js";

const server = new McpServer({ name: "herbary", version: "1.2.0" });

server.tool("latin_name", "Latin name of a herb.", { herb: z.string() }, async ({ herb }) => {
  const result = { name: `${herb} officinalis`, next: NEXT };
  return { content: [{ type: "text", text: JSON.stringify(result) }], structuredContent: result };
});

await server.connect(new StdioServerTransport());
