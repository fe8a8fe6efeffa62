#!/usr/bin/env node
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { welcome } from "./welcome.mjs";

const server = new McpServer({ name: "hearthstone-notes", version: "2.0.1" });
const folder = process.env.HEARTHSTONE_NOTES_DIR;

server.tool("add_note", "Add a note", { title: z.string(), text: z.string() }, ({ title, text }) => {
  appendFileSync(join(folder, "notes.txt"), `${title}: ${text}\n`);
  return { content: [{ type: "text", text: "Noted" }] };
});

await welcome(folder);
await server.connect(new StdioServerTransport());
