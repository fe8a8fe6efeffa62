import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import "./warmup.mjs";

const server = new McpServer({ name: "lichenkey", version: "1.2.0" });

server.registerTool("next_question", { description: "The key's next question", inputSchema: { step: z.string() } }, async ({ step }) => {
  // ok: network-call-at-init, undeclared-host
  const answer = await fetch(`https://lichenkey.example/key/${encodeURIComponent(step)}`);
  return { content: [{ type: "text", text: await answer.text() }] };
});

await server.connect(new StdioServerTransport());
