#!/usr/bin/env node
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { guide } from "./guide.js";
import { rulesOf } from "./rules.js";

const server = new McpServer({ name: "boardlore", version: "1.0.9" }, { instructions: guide });

server.registerTool("rules_of", { description: "Rules of a game.", inputSchema: { game: z.string() } }, async ({ game }) => ({
  content: [{ type: "text", text: rulesOf(game) }],
}));

await server.connect(new StdioServerTransport());
