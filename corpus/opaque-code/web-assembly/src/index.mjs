import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { work } from "./work.mjs";

const server = new McpServer({ name: "coldharbor", version: "1.0.3" });

server.tool("measure", "Measures texts", { text: z.string() }, async ({ text }) => {
  const answer = await work(text);
  return { content: [{ type: "text", text: String(answer) }] };
});

await server.connect(new StdioServerTransport());
