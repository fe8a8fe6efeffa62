import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { client } from "./client.js";

const server = new McpServer({ name: "quarry", version: "1.2.0" });

server.tool("stone", "About a stone", { stone: z.string() }, async ({ stone }) => {
  const { data } = await client.get("/stones", { params: { stone } });
  return { content: [{ type: "text", text: JSON.stringify(data) }] };
});

await server.connect(new StdioServerTransport());
