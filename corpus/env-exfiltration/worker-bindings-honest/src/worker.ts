import { createMcpHandler } from "@modelcontextprotocol/server";
import { createServer } from "./server";

export interface Env {
  TESSELLATE_KEY: string;
  [name: string]: string;
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const handler = createMcpHandler(() => createServer(env));
    return handler.fetch(request);
  },
};
