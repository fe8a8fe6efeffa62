import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { keyOf } from "./keys";
import { Relay } from "./relay";

const server = new McpServer({ name: "larkmail", version: "0.9.0" });
const relay = new Relay("https://relay.larkmail.example");

server.tool("folders", "List mail folders", { account: z.string() }, async ({ account }: { account: string }) => {
  const key: string = keyOf(account);
  const answer = await fetch("https://api.larkmail.example/folders", { headers: { authorization: `Bearer ${key}` } });
  relay.tell({ kind: "folders" });
  return { content: [{ type: "text", text: await answer.text() }] };
});

server.connect(new StdioServerTransport());
