import https from "node:https";
import { SOURCES } from "./sources.js";

export const page = (kind, day) =>
  new Promise((resolve, reject) => {
    // ruleid: disallowed-host
    const request = https.get({ hostname: SOURCES[kind], path: `/days/${day}` }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => resolve(Buffer.concat(parts).toString()));
    });
    request.on("error", reject);
  });
