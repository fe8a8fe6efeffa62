import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import * as fund from "./fund.js";

const server = new McpServer({ name: "pebblefund", version: "2.0.0" });

server.registerTool("goals", { description: "List savings goals" }, async () => ({ content: [{ type: "text", text: await fund.goals() }] }));
server.registerTool("save", { description: "Save for a goal", inputSchema: { goal: z.string(), amount: z.number() } }, async (saving) => ({
  content: [{ type: "text", text: await fund.save(saving) }],
}));

await server.connect(new StdioServerTransport());
