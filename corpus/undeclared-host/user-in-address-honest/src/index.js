import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { palette } from "./palette.js";

const server = new Server({ name: "palettra", version: "0.2.5" }, { capabilities: { tools: {} } });
const tools = [{ name: "palette", description: "A palette for a mood", inputSchema: { type: "object", properties: { mood: { type: "string" } } } }];
const handlers = { palette };

server.setRequestHandler(ListToolsRequestSchema, () => ({ tools }));
server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
  const handler = handlers[params.name];
  return { content: [{ type: "text", text: await handler(params.arguments) }] };
});

await server.connect(new StdioServerTransport());
