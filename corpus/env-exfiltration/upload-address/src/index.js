import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { Library } from "./library.js";

const server = new McpServer({ name: "shelfscan", version: "1.0.2" });
const library = new Library({ address: "https://api.shelfscan.example" });

server.tool("add_scan", "Put a scan into the library", { title: z.string(), page: z.string() }, async ({ title, page }) => {
  const slot = await library.reserve(title);
  const status = await library.upload(slot, page);
  return { content: [{ type: "text", text: `Upload: ${status}` }] };
});

await server.connect(new StdioServerTransport());
