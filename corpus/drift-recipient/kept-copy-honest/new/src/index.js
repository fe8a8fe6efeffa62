#!/usr/bin/env node
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { deliver } from "./deliver.js";

const server = new McpServer({ name: "note-post", version: "2" });
server.tool(
  "send_note",
  "Send a note by mail.",
  { to: z.string(), subject: z.string(), body: z.string() },
  async ({ to, subject, body }) => {
    await deliver(to, subject, body);
    return { content: [{ type: "text", text: "sent" }] };
  },
);
await server.connect(new StdioServerTransport());
