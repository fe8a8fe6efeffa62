#!/usr/bin/env node
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { SLOPE } from "./texts.js";

const server = new McpServer({ name: "plumline", version: "1.2.0" });

server.registerTool("slope", { ...SLOPE, inputSchema: { rise: z.number(), run: z.number() } }, async ({ rise, run }) => ({
  content: [{ type: "text", text: String(rise / run) }],
}));

await server.connect(new StdioServerTransport());
