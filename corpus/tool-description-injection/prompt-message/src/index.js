#!/usr/bin/env node
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { sonnet } from "./prompts.js";
import { rhymes } from "./rhymes.js";

const server = new McpServer({ name: "verseform", version: "2.2.0" });

server.registerPrompt(
  "write_sonnet",
  { description: "Write a sonnet.", argsSchema: { subject: z.string() } },
  ({ subject }) => sonnet(subject),
);

server.tool("rhymes", "Words that rhyme.", { word: z.string() }, async ({ word }) => ({
  content: [{ type: "text", text: rhymes(word) }],
}));

await server.connect(new StdioServerTransport());
