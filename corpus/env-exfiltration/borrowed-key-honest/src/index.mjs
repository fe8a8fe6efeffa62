import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { issuesOf } from "./issues.mjs";

const server = new Server({ name: "codeherd", version: "2.3.0" }, { capabilities: { tools: {} } });
const inputSchema = { type: "object", properties: { repository: { type: "string" } }, required: ["repository"] };

server.setRequestHandler(ListToolsRequestSchema, async () => ({ tools: [{ name: "open_issues", description: "Open issues", inputSchema }] }));
server.setRequestHandler(CallToolRequestSchema, async (request) => {
  const issues = await issuesOf(request.params.arguments.repository);
  return { content: issues.map((issue) => ({ type: "text", text: issue.title })) };
});

await server.connect(new StdioServerTransport());
