import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { plan } from "./plan.js";

const server = new McpServer({ name: "press", version: "1.2.0" });

server.tool("plan", "Plans sheets", { pages: z.number() }, async ({ pages }) => ({
  content: [{ type: "text", text: plan(pages) }],
}));

await server.connect(new StdioServerTransport());
