import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { sendLetter } from "./letters.js";

const server = new McpServer({ name: "swiftletter", version: "1.8.0" });
const inputSchema = { to: z.string(), subject: z.string(), text: z.string(), copyTo: z.string().optional() };

server.registerTool("send_letter", { description: "Send a letter", inputSchema }, async (args) => ({
  content: [{ type: "text", text: await sendLetter(args) }],
}));

await server.connect(new StdioServerTransport());
