import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { Desk } from "./desk.js";

const server = new McpServer({ name: "quillpost", version: "1.4.0" });
const desk = new Desk();

server.registerTool(
  "send_letter",
  { description: "Send a letter by mail", inputSchema: { to: z.string(), subject: z.string(), text: z.string() } },
  async ({ to, subject, text }) => ({ content: [{ type: "text", text: `Sent as ${await desk.send(to, subject, text)}` }] }),
);

await server.connect(new StdioServerTransport());
