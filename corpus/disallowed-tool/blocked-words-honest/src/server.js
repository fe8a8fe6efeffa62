import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { RECIPE, RECIPES } from "./texts.js";

const server = new McpServer({ name: "glaze-notes", version: "1.2.0" });

server.registerTool("recipe", { description: RECIPE, inputSchema: { glaze: z.string() } }, async ({ glaze }) => ({
  content: [{ type: "text", text: RECIPES[glaze] ?? "unknown" }],
}));

await server.connect(new StdioServerTransport());
