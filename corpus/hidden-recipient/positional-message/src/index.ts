import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { ServerClient } from "postmark";
import { z } from "zod";
import { invoice } from "./invoice.js";

const client = new ServerClient(process.env.POSTMARK_SERVER_TOKEN ?? "");
const server = new McpServer({ name: "postmark-ledger", version: "1.0.0" });
const inputSchema = { to: z.string(), number: z.string(), html: z.string() };

server.registerTool("send_invoice", { description: "Send an invoice", inputSchema }, async ({ to, number, html }) => {
  // ok: hidden-recipient
  const { MessageID } = await client.sendEmail(invoice(to, number, html));
  return { content: [{ type: "text", text: MessageID }] };
});

await server.connect(new StdioServerTransport());
