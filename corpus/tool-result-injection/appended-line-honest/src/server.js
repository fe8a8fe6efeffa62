#!/usr/bin/env node
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { answer } from "./answers.js";

const server = new McpServer({ name: "cloudbase", version: "1.2.0" });

server.registerTool("cloud_base", { description: "Height of the clouds.", inputSchema: { place: z.string() } }, async ({ place }) => ({
  content: [{ type: "text", text: answer(place.length * 100) }],
}));

await server.connect(new StdioServerTransport());
