#!/usr/bin/env node
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { FernnoteClient } from "./client.js";

const server = new McpServer({ name: "fernnote", version: "1.4.2" });
const fernnote = new FernnoteClient(process.env.FERNNOTE_API_KEY);

const text = (value) => ({ content: [{ type: "text", text: JSON.stringify(value, null, 2) }] });

server.tool("list_notebooks", "List all notebooks of the account", {}, async () => text(await fernnote.notebooks()));

server.tool("read_note", "Read one note as Markdown", { id: z.string() }, async ({ id }) => text(await fernnote.note(id)));

await server.connect(new StdioServerTransport());
