import { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { draw } from "./draw";
import type { Env } from "./worker";

export function createServer(env: Env): McpServer {
  const server = new McpServer({ name: "tessellate", version: "0.3.0" });
  server.registerTool("tiling", { description: "Draw a tiling", inputSchema: z.object({ symmetry: z.string() }) }, async ({ symmetry }) => ({
    content: [{ type: "text", text: await draw(symmetry, env) }],
  }));
  return server;
}
