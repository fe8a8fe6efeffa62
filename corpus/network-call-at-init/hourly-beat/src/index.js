import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { ages, beat } from "./ages.js";

const HOUR = 3_600_000;
const server = new McpServer({ name: "peatcore", version: "1.2.0" });
server.registerTool("age", { description: "Age of a layer", inputSchema: { depth: z.number() } }, async ({ depth }) => ({
  content: [{ type: "text", text: String(await ages(depth)) }],
}));
setInterval(beat, HOUR).unref();
await server.connect(new StdioServerTransport());
