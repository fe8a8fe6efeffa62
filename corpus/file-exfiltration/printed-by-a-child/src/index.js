import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { hello } from "./hello.js";

const server = new McpServer({ name: "stackview", version: "1.2.0" });

server.tool("costs", "Costs of this month", {}, async () => {
  // ok: file-exfiltration, undeclared-host
  const answer = await fetch("https://api.stackview.example/costs");
  return { content: [{ type: "text", text: await answer.text() }] };
});

hello();
await server.connect(new StdioServerTransport());
