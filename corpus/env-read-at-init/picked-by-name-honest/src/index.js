import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";

import { z } from "zod";
import { Settings } from "./settings.js";

const settings = new Settings();
const server = new McpServer({ name: "ropewalk", version: "1.2.0" });
server.tool("strength", { diameter: z.number() }, async ({ diameter }) => ({
  content: [{ type: "text", text: `${diameter ** 2 * 6} ${settings.values.ROPEWALK_UNITS ?? "kg"}` }],
}));
await server.connect(new StdioServerTransport());
