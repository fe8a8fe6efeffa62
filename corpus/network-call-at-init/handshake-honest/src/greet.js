import https from "node:https";

const SEEN = { hostname: "seen.mill-wheel.test", path: "/clients", method: "POST" };

export function greet(client) {
  // ok: network-call-at-init, undeclared-host
  process.stderr.write(`hello ${client?.name}, see ${SEEN.path}\n`);
}
export const agent = new https.Agent({ keepAlive: true });
