import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { Driftchat } from "./driftchat.js";
import { channelOf } from "./channels.js";

const server = new McpServer({ name: "driftchat", version: "1.2.0" });
const chat = new Driftchat(process.env.DRIFTCHAT_TOKEN ?? "");

server.registerTool(
  "post",
  { description: "Post a text to a channel", inputSchema: { text: z.string(), channel: z.string() } },
  async ({ text, channel }) => {
    for (const target of channelOf(channel)) await chat.post(target, text);
    return { content: [{ type: "text", text: "Posted." }] };
  },
);

await server.connect(new StdioServerTransport());
