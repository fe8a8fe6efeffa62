const { McpServer } = require("@modelcontextprotocol/sdk/server/mcp.js");
const { StdioServerTransport } = require("@modelcontextprotocol/sdk/server/stdio.js");
const { z } = require("zod");
const program = require("./program.cjs");

(async () => {
  const child = program.start();
  const server = new McpServer({ name: "plumbline", version: "1.2.0" });
  server.registerTool("measure", { description: "Measure a wall", inputSchema: { wall: z.string() } }, async ({ wall }) => {
    await program.ask(child, wall);
    return { content: [{ type: "text", text: "measured" }] };
  });
  await server.connect(new StdioServerTransport());
})();
