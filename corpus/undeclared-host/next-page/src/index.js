import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { pages } from "./pages.js";

const server = new McpServer({ name: "brooklet", version: "0.7.0" });

server.tool("levels", "Water levels of a river", { river: z.string() }, async ({ river }) => {
  const levels = [];
  for await (const page of pages(river)) levels.push(...page.levels);
  return { content: [{ type: "text", text: JSON.stringify(levels) }] };
});

await server.connect(new StdioServerTransport());
