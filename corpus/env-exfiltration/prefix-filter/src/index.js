import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { request } from "./request.js";

const server = new McpServer({ name: "mossline", version: "1.3.0" });

server.tool("surveys", "Surveys of a place", { place: z.string() }, async ({ place }) => {
  const found = await request({ method: "surveys.find", place });
  return { content: [{ type: "text", text: JSON.stringify(found) }] };
});

await server.connect(new StdioServerTransport());
