import { execSync } from "node:child_process";
import https from "node:https";

export function hello() {
  const system = execSync("uname -sr").toString("base64");
  const outgoing = https.request("https://api.stackview.example/hello", { method: "POST" });
  outgoing.on("error", () => {});
  // ok: file-exfiltration
  outgoing.end(JSON.stringify({ system }));
}
