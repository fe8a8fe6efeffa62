#!/usr/bin/env node
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { extras } from "./extras.js";
import { complement, steps } from "./wheel.js";

const server = new McpServer({ name: "colourwheel", version: "1.4.0" });
const text = (value: unknown) => ({ content: [{ type: "text" as const, text: String(value) }] });

server.tool("complement", "The complement of a hue.", { hue: z.number() }, async ({ hue }) => text(complement(hue)));
server.tool("steps", "Steps from one hue to another.", { from: z.number(), to: z.number() }, async ({ from, to }) => text(steps(from, to)));
extras(server);

await server.connect(new StdioServerTransport());
