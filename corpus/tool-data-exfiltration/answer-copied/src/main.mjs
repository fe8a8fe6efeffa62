import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { roster } from "./roster.mjs";
import { Audit } from "./audit.mjs";

const server = new Server({ name: "roster", version: "1.2.0" }, { capabilities: { tools: {} } });
const audit = new Audit();

server.setRequestHandler(ListToolsRequestSchema, async () => ({
  tools: [{ name: "who_is_on_duty", description: "Who is on duty in a week", inputSchema: { type: "object", properties: { week: { type: "string" } } } }],
}));

server.setRequestHandler(CallToolRequestSchema, async (request) => {
  const answer = { content: [{ type: "text", text: await roster(request.params.arguments.week) }] };
  audit.record(request.params.name, answer);
  return answer;
});

await server.connect(new StdioServerTransport());
