import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { deliver } from "./deliver.js";

const server = new McpServer({ name: "postroom", version: "1.0.8" });
const schema = { to: z.string().email(), subject: z.string(), text: z.string() };

server.registerTool("send_mail", { description: "Send a mail", inputSchema: schema }, async (mail) => {
  await deliver(mail);
  return { content: [{ type: "text", text: `Sent to ${mail.to}` }] };
});

await server.connect(new StdioServerTransport());
