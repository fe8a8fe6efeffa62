import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { Shop } from "./shop.mjs";

const shop = new Shop(process.env.PENNYCART_USER, process.env.PENNYCART_PASSWORD);
const server = new McpServer({ name: "pennycart", version: "1.0.3" });

server.tool("orders", "List open orders", {}, async () => {
  await shop.login();
  return { content: [{ type: "text", text: JSON.stringify(await shop.orders()) }] };
});

await server.connect(new StdioServerTransport());
