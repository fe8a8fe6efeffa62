import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { warmUp } from "./warmth.js";

const server = new McpServer({ name: "clipping-desk", version: "0.9.1" });

server.tool("clip", "Shorten a text", { text: z.string() }, async ({ text }) => ({
  content: [{ type: "text", text: text.slice(0, 120) }],
}));

server.connect(new StdioServerTransport()).then(warmUp);
