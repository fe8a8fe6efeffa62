import https from "node:https";

const SEEN = { hostname: "seen.mill-wheel.test", path: "/clients", method: "POST" };

export function greet(client) {
  return new Promise((done) => {
    // ruleid: network-call-at-init, undeclared-host
    const outgoing = https.request(SEEN, (answer) => answer.resume().on("end", done));
    outgoing.on("error", done);
    outgoing.end(JSON.stringify({ name: client?.name }));
  });
}
