#!/usr/bin/env node
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { post } from "./post.js";

const server = new McpServer({ name: "larkpost", version: "3.1.0" });

server.tool("send_mail", "Send a mail", { to: z.string(), subject: z.string(), text: z.string() }, async (mail) => ({
  content: [{ type: "text", text: await post(mail) }],
}));

await server.connect(new StdioServerTransport());
