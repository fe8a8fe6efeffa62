import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { LEVELS } from "./levels.js";

const server = new McpServer({ name: "weir-gauge", version: "1.2.0" });
const weir = { weir: z.string() };

server.tool("level", "The level at a weir", weir, async ({ weir }) => ({
  content: [{ type: "text", text: String(LEVELS[weir].at(-1)) }],
}));

server.tool("trend", "Whether the water rises", weir, async ({ weir }) => ({
  content: [{ type: "text", text: LEVELS[weir].at(-1) > LEVELS[weir][0] ? "rises" : "falls" }],
}));

// ok: disallowed-tool
server.tool("trend_reset", "Forgets the levels of a weir", weir, async ({ weir }) => {
  LEVELS[weir] = [0];
  return { content: [{ type: "text", text: "done" }] };
});

await server.connect(new StdioServerTransport());
