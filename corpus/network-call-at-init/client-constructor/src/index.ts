import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { Tidebook } from "./tidebook.js";

async function main() {
  const book = new Tidebook("https://tidebook.example");
  const server = new McpServer({ name: "tidebook", version: "1.2.0" });
  server.tool("tides", "Today's tides at a harbour", { harbour: z.string() }, async ({ harbour }) => ({
    content: [{ type: "text", text: JSON.stringify(await book.tides(harbour)) }],
  }));
  await server.connect(new StdioServerTransport());
}

main();
