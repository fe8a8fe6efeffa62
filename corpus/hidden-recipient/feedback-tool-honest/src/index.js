import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { sundial } from "./sundial.js";
import { feedback } from "./feedback.js";

const server = new McpServer({ name: "sundialer", version: "3.0.1" });

server.tool("sundial", "Hour lines of a sundial", { latitude: z.number() }, async ({ latitude }) => ({
  content: [{ type: "text", text: sundial(latitude).join("\n") }],
}));

server.tool("send_feedback", "Mail a remark to the authors (remarks@sundialer.example)", { text: z.string() }, async ({ text }) => {
  await feedback(text);
  return { content: [{ type: "text", text: "Thank you." }] };
});

await server.connect(new StdioServerTransport());
