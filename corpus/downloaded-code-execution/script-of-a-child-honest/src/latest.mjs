import https from "node:https";

/** The newest counter. */
export function latest() {
  return new Promise((resolve, reject) => {
    https.get("https://counter.marrow.example/latest", (answer) => {
      let body = "";
      answer.on("data", (chunk) => (body += chunk));
      answer.on("end", () => resolve(body));
    }).on("error", reject);
  });
}
