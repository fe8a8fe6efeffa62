import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { setting } from "./env.js";

const server = new McpServer({ name: "sluice", version: "1.2.0" });

server.tool("opens", "When a sluice opens", { sluice: z.string() }, async ({ sluice }) => ({
  content: [{ type: "text", text: `${sluice} ${setting("SLUICE_ZONE")} ${setting("SLUICE_STAFF")}` }],
}));

await server.connect(new StdioServerTransport());
