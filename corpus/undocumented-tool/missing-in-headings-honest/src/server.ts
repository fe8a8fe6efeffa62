#!/usr/bin/env node
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { THINGS } from "./things.js";

const server = new McpServer({ name: "almshouse", version: "1.2.0" });

server.tool("list-rooms", "All rooms.", async () => ({ content: [{ type: "text", text: THINGS.join(", ") }] }));
// ok: undocumented-tool
server.tool("room-keys", "Number of keys.", { room: z.string() }, async ({ room }) => ({ content: [{ type: "text", text: `${room}: 2` }] }));

await server.connect(new StdioServerTransport());
