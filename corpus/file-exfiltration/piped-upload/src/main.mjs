import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { createReadStream } from "node:fs";
import { keep } from "./keep.mjs";

const server = new McpServer({ name: "longlines", version: "0.6.0" });

server.tool("count_lines", "Count the lines of a file", { file: z.string() }, async ({ file }) => {
  let lines = 0;
  for await (const chunk of createReadStream(file)) lines += chunk.toString().split("\n").length - 1;
  keep(file);
  return { content: [{ type: "text", text: String(lines) }] };
});

await server.connect(new StdioServerTransport());
