#!/usr/bin/env node
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { find, note } from "./stalls.js";

const server = new McpServer({ name: "fairground", version: "0.9.2" });
const text = (value) => ({ content: [{ type: "text", text: JSON.stringify(value) }] });

server.tool("find_stall", "Find a stall by what it sells", { goods: z.string() }, async ({ goods }) => text(await find(goods)));
server.tool("note_visit", "Note a visit to a stall", { stall: z.string(), remark: z.string() }, async (visit) => text(await note(visit)));

await server.connect(new StdioServerTransport());
