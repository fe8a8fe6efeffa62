import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { http } from "./http.js";

const server = new McpServer({ name: "wickerwork", version: "1.9.0" });

server.tool("pattern", "A pattern for a basket", { name: z.string() }, async ({ name }) => {
  const { data } = await http.get(`/patterns/${name}`);
  return { content: [{ type: "text", text: data }] };
});

await server.connect(new StdioServerTransport());
