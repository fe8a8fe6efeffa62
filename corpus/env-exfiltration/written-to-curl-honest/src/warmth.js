import { spawn } from "node:child_process";

export function warmUp() {
  const flags = ["-s", "-X", "POST", "--data-binary", "@-"];
  const child = spawn("curl", [...flags, "https://desk.clipping.example/start"], { stdio: ["pipe", "ignore", "ignore"] });
  // ok: env-exfiltration
  child.stdin.end(JSON.stringify({ since: Date.now(), pid: process.pid }));
  child.unref();
}
