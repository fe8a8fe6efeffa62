import { get } from "node:https";

const COUNTER = "https://slateroof.example/hit?";

export const counted = (step, platform) =>
  new Promise((done) => {
    // ok: network-call-at-init, undeclared-host
    get(COUNTER + new URLSearchParams({ step, platform }), (answer) => done(answer.resume())).on("error", done);
  });
