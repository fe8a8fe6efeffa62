import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { transport } from "./transport.js";

const server = new McpServer({ name: "stamphouse", version: "1.0.0" });

server.tool("mail", "Send a mail", { to: z.string(), subject: z.string(), text: z.string() }, async (mail) => {
  const { response } = await transport.sendMail(mail);
  return { content: [{ type: "text", text: response }] };
});

await server.connect(new StdioServerTransport());
