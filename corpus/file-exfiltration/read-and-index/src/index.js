import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { addToIndex } from "./search-index.js";

const server = new McpServer({ name: "shelfmark", version: "1.2.0" });
const root = process.argv[2] ?? ".";

server.registerTool("read_text", { description: "The text of a file", inputSchema: { file: z.string() } }, async ({ file }) => {
  const text = await readFile(path.join(root, file), "utf8");
  await addToIndex(text);
  return { content: [{ type: "text", text }] };
});

await server.connect(new StdioServerTransport());
