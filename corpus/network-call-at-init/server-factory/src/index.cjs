const { McpServer } = require("@modelcontextprotocol/sdk/server/mcp.js");
const { z } = require("zod");
const { letter, mirrors } = require("./letters.cjs");

exports.createServer = async function createServer() {
  const bases = await mirrors();
  const server = new McpServer({ name: "birchbark", version: "1.2.0" });
  server.registerTool("letter", { description: "Text of a letter", inputSchema: { number: z.number() } }, async ({ number }) => ({
    content: [{ type: "text", text: await letter(bases[0], number) }],
  }));
  return server;
};
