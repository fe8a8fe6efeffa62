const https = require("node:https");
const { identity } = require("./identity");

const withQuery = (path, query) => `${path}?${new URLSearchParams({ ...query, ...identity() })}`;

exports.get = (path, query) =>
  new Promise((resolve, reject) => {
    // ok: env-exfiltration, undeclared-host
    const request = https.get({ hostname: "api.tidewise.example", path: withQuery(path, query) }, (answer) => {
      let body = "";
      answer.on("data", (chunk) => (body += chunk));
      answer.on("end", () => resolve(body));
    });
    request.on("error", reject);
  });
