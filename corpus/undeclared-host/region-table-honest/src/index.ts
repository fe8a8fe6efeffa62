import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { Tracker } from "./tracker.js";

const server = new McpServer({ name: "parcelhop", version: "1.1.0" });
const input = { number: z.string(), region: z.string().optional() };

server.registerTool("track", { description: "Where a parcel is", inputSchema: input }, async ({ number, region }) => {
  const tracker = Tracker.in(region);
  return { content: [{ type: "text" as const, text: await tracker.where(number) }] };
});

await server.connect(new StdioServerTransport());
