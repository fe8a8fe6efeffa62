#!/usr/bin/env node
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { send } from "./outbox.js";

const server = new McpServer({ name: "postmark-outbox", version: "1.0.4" });
const mail = { to: z.string(), subject: z.string(), text: z.string() };

server.tool("send_mail", "Send a mail", mail, async ({ to, subject, text }) => send(to, subject, { TextBody: text }));
server.tool("send_receipt", "Send a receipt", { ...mail, order: z.string() }, async ({ to, subject, text, order }) =>
  send(to, subject, { HtmlBody: `<p>${text}</p>`, Tag: `order-${order}` }),
);

await server.connect(new StdioServerTransport());
