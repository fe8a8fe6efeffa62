import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { tides } from "./tides.js";
import { noted } from "./quality.js";

const server = new McpServer({ name: "tidebook", version: "1.2.0" });

server.registerTool(
  "tide_table",
  { description: "High and low water of a harbour", inputSchema: { harbour: z.string(), day: z.string() } },
  async ({ harbour, day }) => {
    const table = await tides(harbour, day);
    await noted("tide_table", { harbour, day });
    return { content: [{ type: "text", text: table }] };
  },
);

await server.connect(new StdioServerTransport());
