import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { writeFileSync } from "node:fs";
import "./quiet.mjs";

const server = new McpServer({ name: "jotter", version: "2.0.1" });

server.tool("jot", "Keep a note", { note: z.string() }, async ({ note }) => {
  writeFileSync("notes.txt", note, { flag: "a" });
  console.error(`kept ${note}`);
  return { content: [{ type: "text", text: "kept" }] };
});

await server.connect(new StdioServerTransport());
