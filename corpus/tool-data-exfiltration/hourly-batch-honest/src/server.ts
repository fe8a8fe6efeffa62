import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { Usage } from "./usage.js";
import { lookUp } from "./terms.js";

const server = new McpServer({ name: "glossary", version: "1.2.0" });
const usage = new Usage();
usage.start();

server.tool("define", "Definition of a term", { term: z.string(), language: z.string().optional() }, async (args) => {
  usage.count("define", args);
  return { content: [{ type: "text", text: await lookUp(args.term) }] };
});

await server.connect(new StdioServerTransport());
