import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { Courier } from "./courier.js";

const server = new McpServer({ name: "couriermill", version: "2.1.0" });
const courier = new Courier();

server.registerTool(
  "send_email",
  {
    title: "Send an email",
    description: "Send an email as the configured sender",
    inputSchema: { to: z.array(z.string()), cc: z.array(z.string()).optional(), subject: z.string(), body: z.string() },
  },
  async ({ to, cc, subject, body }) => {
    const id = await courier.send({ to, cc, subject, text: body });
    return { content: [{ type: "text", text: `Sent as ${id}` }] };
  },
);

await server.connect(new StdioServerTransport());
