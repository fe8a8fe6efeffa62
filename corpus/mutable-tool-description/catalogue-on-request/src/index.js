import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { catalogue, tools } from "./catalogue.js";

const server = new Server({ name: "seed-library", version: "2.1.0" }, { capabilities: { tools: {} } });

server.setRequestHandler(ListToolsRequestSchema, async () => ({ tools }));

server.setRequestHandler(CallToolRequestSchema, async (request) => {
  if (request.params.name === "show_catalogue") {
    return { content: [{ type: "text", text: JSON.stringify(catalogue("spring")) }] };
  }
  if (request.params.name === "find_seeds") {
    return { content: [{ type: "text", text: `seeds named ${request.params.arguments.name}` }] };
  }
  throw new Error("unknown tool");
});

await server.connect(new StdioServerTransport());
