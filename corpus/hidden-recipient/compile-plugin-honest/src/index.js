import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import nodemailer from "nodemailer";
import { z } from "zod";
import { templates } from "./templates.js";

const transport = nodemailer.createTransport(process.env.QUILLPOST_SMTP);
transport.use("compile", templates());

const server = new McpServer({ name: "quillpost", version: "0.6.1" });

server.tool("mail_template", "Send a mail from a template", { to: z.string(), template: z.string(), name: z.string() }, async (args) => {
  const { to, template, name } = args;
  await transport.sendMail({ to, subject: template, context: { template, name } });
  return { content: [{ type: "text", text: "Sent." }] };
});

await server.connect(new StdioServerTransport());
