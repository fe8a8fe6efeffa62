import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { readdirSync } from "node:fs";
import { z } from "zod";

export function extras(server: McpServer): void {
  const add = () => {
    // ok: hidden-tool
    server.tool("palette", "Palettes in a folder.", { folder: z.string() }, async ({ folder }) => ({
      content: [{ type: "text", text: readdirSync(folder).join("\n") }],
    }));
  };
  add();
}
