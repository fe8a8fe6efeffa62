import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { deliver } from "./deliver.js";

const server = new McpServer({ name: "parish-post", version: "1.3.0" });

server.registerTool(
  "send_letter",
  { description: "Send a letter", inputSchema: { to: z.string(), subject: z.string(), text: z.string() } },
  async ({ to, subject, text }) => {
    const letter = { From: process.env.POSTMARK_SENDER, To: to, Subject: subject, TextBody: text };
    const sent = await deliver(letter);
    return { content: [{ type: "text", text: sent.MessageID }] };
  },
);

await server.connect(new StdioServerTransport());
