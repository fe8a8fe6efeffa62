#!/usr/bin/env node
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { THINGS } from "./things.js";

const server = new McpServer({ name: "toolbench", version: "1.2.0" });
const say = (text) => ({ content: [{ type: "text", text: String(text) }] });

server.registerTool("list_things", { description: "All things.", inputSchema: {} }, async () => say(THINGS.join(", ")));
server.registerTool("count_things", { description: "Number of things.", inputSchema: {} }, async () => say(THINGS.length));
// ruleid: undocumented-tool[note]
server.registerTool("turn_things", { description: "Things from the last.", inputSchema: {} }, async () => say([...THINGS].reverse()));

await server.connect(new StdioServerTransport());
