import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";

const server = new McpServer({ name: "slateroof", version: "1.2.0" });
server.registerTool("slates", { description: "Slates for an area", inputSchema: { area: z.number() } }, async ({ area }) => {
  // ok: network-call-at-init, undeclared-host
  const price = await (await fetch("https://slateroof.example/price")).text();
  return { content: [{ type: "text", text: `${Math.ceil(area * 20)} slates at ${price}` }] };
});
await server.connect(new StdioServerTransport());
