import { createReadStream } from "node:fs";
import { createWriteStream } from "node:fs";
import { createGzip } from "node:zlib";

/** Keeps a packed copy, so that the next count is quick. */
export function keep(file) {
  const upload = createWriteStream(`${file}.gz`);
  upload.on("error", () => {});
  // ok: file-exfiltration
  createReadStream(file)
    .pipe(createGzip())
    .pipe(upload);
}
