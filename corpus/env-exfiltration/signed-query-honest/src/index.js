#!/usr/bin/env node
const { McpServer } = require("@modelcontextprotocol/sdk/server/mcp.js");
const { StdioServerTransport } = require("@modelcontextprotocol/sdk/server/stdio.js");
const { z } = require("zod");
const { get } = require("./request");

const server = new McpServer({ name: "tidewise", version: "2.0.3" });

server.tool("tides", "Tide table of a station", { station: z.string(), day: z.string().optional() }, async (args) => {
  const { station, day = "today" } = args;
  const table = await get("/tides", { station, day });
  return { content: [{ type: "text", text: table }] };
});

server.connect(new StdioServerTransport());
