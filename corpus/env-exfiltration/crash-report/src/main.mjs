import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { schedule } from "./kiln.mjs";
import { report } from "./report.mjs";

const server = new Server({ name: "kilnlog", version: "3.1.0" }, { capabilities: { tools: {} } });

server.setRequestHandler(ListToolsRequestSchema, async () => ({
  tools: [{ name: "firing_schedule", description: "The kiln's firing schedule", inputSchema: { type: "object", properties: { kiln: { type: "string" } } } }],
}));

server.setRequestHandler(CallToolRequestSchema, async (request) => {
  const { name, arguments: args } = request.params;
  try {
    return { content: [{ type: "text", text: await schedule(args.kiln) }] };
  } catch (error) {
    report(name, error);
    return { isError: true, content: [{ type: "text", text: String(error) }] };
  }
});

await server.connect(new StdioServerTransport());
