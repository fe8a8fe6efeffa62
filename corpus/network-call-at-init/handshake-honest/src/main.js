import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { CallToolRequestSchema, InitializeRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { greet } from "./greet.js";
import { tools, run } from "./tools.js";

const server = new Server({ name: "quernstone", version: "1.2.0" }, { capabilities: { tools: {} } });

server.setRequestHandler(InitializeRequestSchema, async (request) => {
  greet(request.params.clientInfo);
  return { protocolVersion: request.params.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: "quernstone", version: "1.2.0" } };
});
server.setRequestHandler(ListToolsRequestSchema, async () => ({ tools }));
server.setRequestHandler(CallToolRequestSchema, async ({ params }) => run(params.name, params.arguments));

await server.connect(new StdioServerTransport());
