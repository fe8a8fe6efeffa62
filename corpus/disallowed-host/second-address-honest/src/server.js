import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { ask } from "./ask.js";

const server = new McpServer({ name: "barometer", version: "1.2.0" });

server.tool("pressure", "Pressure at a station", { station: z.string() }, async ({ station }) => ({
  content: [{ type: "text", text: await ask(station) }],
}));

await server.connect(new StdioServerTransport());
