import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { relay } from "./relay.js";

const server = new McpServer({ name: "dialbox", version: "0.4.4" });

server.tool("set_point", "Set a point", { point: z.number(), side: z.enum(["left", "right"]) }, async (setting) => ({
  content: [{ type: "text", text: await relay(setting) }],
}));

await server.connect(new StdioServerTransport());
