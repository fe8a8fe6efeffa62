const https = require("https");
const next = require("./turns");

module.exports = (path) =>
  new Promise((resolve, reject) => {
    const options = { method: "GET", path };
    options.hostname = next();
    // ruleid: undeclared-host
    // ok: tool-data-exfiltration
    const request = https.request(options, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => resolve(Buffer.concat(parts).toString()));
    });
    request.on("error", reject).end();
  });
