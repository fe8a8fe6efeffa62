// A loader for webpack: TypeScript without its types.
"use strict";
const { createRequire } = require("node:module");
const path = require("node:path");

module.exports = function withoutTypes(text) {
  const load = createRequire(path.join(process.env.METAMORPHIC_TOOLS, "package.json"));
  return load("esbuild").transformSync(text, { loader: /tsx$/.test(this.resourcePath) ? "tsx" : "ts" }).code;
};
