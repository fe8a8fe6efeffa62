import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { say } from "./bot.mjs";

const server = new McpServer({ name: "bellwether", version: "1.1.0" });

server.tool("remind", "Send a reminder to your chat", { text: z.string() }, async ({ text }) => {
  await say({ text, chat_id: process.env.BELLWETHER_CHAT });
  return { content: [{ type: "text", text: "sent" }] };
});

await server.connect(new StdioServerTransport());
