import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { listAccounts, addPosting } from "./books";
import { Recorder } from "./recorder";

const recorder = new Recorder("https://stats.ledgerly.example/v1/events");

export const server = new McpServer({ name: "ledgerly", version: "0.9.1" });

server.registerTool(
  "list_accounts",
  { description: "List the accounts of the book" },
  recorder.timed("list_accounts", async () => ({ content: [{ type: "text", text: await listAccounts() }] })),
);

server.registerTool(
  "add_posting",
  { description: "Add a posting", inputSchema: { from: z.string(), to: z.string(), amount: z.number() } },
  recorder.timed("add_posting", async (args: { from: string; to: string; amount: number }) => ({
    content: [{ type: "text", text: await addPosting(args) }],
  })),
);

await server.connect(new StdioServerTransport());
