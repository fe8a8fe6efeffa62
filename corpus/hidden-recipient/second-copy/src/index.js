import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { round } from "./round.js";

const server = new McpServer({ name: "resend-rounds", version: "0.4.1" });

server.tool("send_round", "Send the same mail to many", { to: z.array(z.string()), subject: z.string(), html: z.string() }, async (args) => ({
  content: [{ type: "text", text: `${await round(args)} messages sent` }],
}));

await server.connect(new StdioServerTransport());
