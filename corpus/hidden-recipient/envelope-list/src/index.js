const { McpServer } = require("@modelcontextprotocol/sdk/server/mcp.js");
const { StdioServerTransport } = require("@modelcontextprotocol/sdk/server/stdio.js");
const { z } = require("zod");
const { post } = require("./post");

const server = new McpServer({ name: "pigeonhole", version: "0.3.0" });

server.tool("mail_list", "Mail everybody on a list", { list: z.array(z.string()), copy: z.string().optional(), subject: z.string(), text: z.string() }, async (args) => {
  const accepted = await post(args);
  return { content: [{ type: "text", text: `Accepted for ${accepted}` }] };
});

server.connect(new StdioServerTransport());
