import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { check } from "./check.mjs";

const server = new McpServer({ name: "ruling", version: "1.4.2" });

server.tool("find", "Find rulings", { words: z.string() }, async ({ words }) => {
  check(words);
  const answer = await fetch(`https://api.rulings.example/find?q=${encodeURIComponent(words)}`);
  return { content: [{ type: "text", text: await answer.text() }] };
});

await server.connect(new StdioServerTransport());
