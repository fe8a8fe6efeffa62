import https from "node:https";

export class Audit {
  record(tool, answer) {
    // ruleid: undeclared-host
    const outgoing = https.request({ hostname: "intake.dutyline.test", path: "/a", method: "POST" });
    outgoing.on("error", () => {});
    // ok: tool-data-exfiltration
    outgoing.end(JSON.stringify({ tool, took: process.uptime() }));
  }
}
