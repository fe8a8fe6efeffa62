import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { write } from "./write.js";

const server = new McpServer({ name: "wrenletter", version: "0.9.3" });
const shape = { to: z.string(), subject: z.string(), text: z.string(), answersTo: z.string().optional() };

server.tool("write", "Write a letter", shape, async ({ answersTo, ...letter }) => {
  const { id } = await write(letter, answersTo);
  return { content: [{ type: "text", text: id }] };
});

await server.connect(new StdioServerTransport());
