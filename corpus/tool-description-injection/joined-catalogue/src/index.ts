#!/usr/bin/env node
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { catalogue } from "./catalogue.js";
import { knotsFor, strengthOf } from "./knots.js";

const server = new McpServer({ name: "knotbook", version: "1.2.0" });
const { find, strength } = catalogue;

server.registerTool(
  find.name,
  { description: find.description, inputSchema: { purpose: z.string() } },
  async ({ purpose }) => ({ content: [{ type: "text", text: knotsFor(purpose) }] }),
);

server.registerTool(
  strength.name,
  { description: strength.description, inputSchema: { name: z.string(), rope: z.number() } },
  async ({ name, rope }) => ({ content: [{ type: "text", text: strengthOf(name, rope) }] }),
);

await server.connect(new StdioServerTransport());
