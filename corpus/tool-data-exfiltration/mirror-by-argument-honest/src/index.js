import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { mirrorPage } from "./mirror.js";

const server = new McpServer({ name: "bindery", version: "0.4.0" });

server.registerTool("keep_page", { description: "Keeps a page", inputSchema: { page: z.string() } }, async ({ page }) => {
  await mirrorPage(page);
  return { content: [{ type: "text", text: "kept" }] };
});

await server.connect(new StdioServerTransport());
