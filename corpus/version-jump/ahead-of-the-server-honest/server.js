import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";

const server = new McpServer({ name: "ferryboat", version: "2.3.1" });
server.registerTool("fare", { description: "What a crossing costs." }, async () => ({ content: [{ type: "text", text: "3" }] }));
await server.connect(new StdioServerTransport());
