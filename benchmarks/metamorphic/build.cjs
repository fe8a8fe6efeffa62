// Runs real build tools over copies of cases.
//
// In: on standard input, JSON: {tools, libraries, jobs: [{build, folder, entries}]}; `tools` and `libraries` are folders with node_modules.
// Out: a line of JSON a job: {error: "" or why there is no build}. The folder then holds the built files instead of the sources.
// Nothing of a case is ever run.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { createRequire, builtinModules } = require("node:module");

const input = JSON.parse(fs.readFileSync(0, "utf8"));
const load = createRequire(path.join(input.tools, "package.json"));
const esbuild = load("esbuild");
const CODE = /\.[cm]?[jt]sx?$/;
const DECLARATIONS = /\.d\.[cm]?ts$/;
const BUILTIN = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`)]);

const isCode = (file) => CODE.test(file) && !DECLARATIONS.test(file);
const loaderOf = (file) => (/tsx$/.test(file) ? "tsx" : /ts$/.test(file) ? "ts" : "jsx");
const isLocal = (name) => name.startsWith(".") || path.isAbsolute(name);

function codeFiles(folder) {
  const all = fs.readdirSync(folder, { recursive: true }).map((name) => path.join(folder, name));
  return all.filter((file) => isCode(file) && fs.statSync(file).isFile()).sort();
}

function manifestOf(folder) {
  const file = path.join(folder, "package.json");
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : {};
}

/** Names of files in the manifest follow the files; `type` says what the built code is. */
function changeManifest(folder, renamed, type) {
  const file = path.join(folder, "package.json");
  if (!fs.existsSync(file)) return;
  let text = fs.readFileSync(file, "utf8");
  for (const [before, after] of renamed) {
    if (before !== after) text = text.split(`${before}"`).join(`${after}"`);
  }
  const manifest = JSON.parse(text);
  if (type === manifest.type || (!type && !manifest.type)) return fs.writeFileSync(file, text);
  if (type) manifest.type = type;
  else delete manifest.type;
  fs.writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
}

const isModule = (text) => /^\s*(import\s*[\w{*"']|export\s)/m.test(text);

function newName(file, commonjs) {
  if (commonjs) return file.replace(/\.(mjs|mts|cts|tsx?|jsx)$/, ".js");
  return file.replace(/\.tsx?$|\.jsx$/, ".js").replace(/\.mts$/, ".mjs").replace(/\.cts$/, ".cjs");
}

/** Each file by itself, imports kept. */
function eachFile(job, commonjs, transform) {
  const files = codeFiles(job.folder);
  const read = (file) => (commonjs ? withoutTopLevelAwait(fs.readFileSync(file, "utf8")) : fs.readFileSync(file, "utf8"));
  const texts = new Map(files.map((file) => [file, read(file)]));
  if (commonjs) refuseTopLevelAwait(texts);
  const renamed = files.map((file) => [path.basename(file), path.basename(newName(file, commonjs))]);
  for (const [file, text] of texts) {
    let out = transform(file, text);
    for (const [before, after] of renamed) {
      if (before !== after) out = out.replaceAll(`/${before}"`, `/${after}"`).replaceAll(`/${before}'`, `/${after}'`);
    }
    fs.rmSync(file);
    fs.writeFileSync(newName(file, commonjs), out);
  }
  const modules = [...texts].filter(([file]) => /\.(jsx?|tsx?)$/.test(file)).every(([, text]) => isModule(text));
  const type = commonjs ? undefined : modules ? "module" : manifestOf(job.folder).type;
  changeManifest(job.folder, renamed, type);
}

/** CommonJS has no `await` at its top: there a statement's promise is left to itself, as authors do; other uses can't be built. */
const withoutTopLevelAwait = (text) => text.replace(/^await /gm, "");

function refuseTopLevelAwait(texts) {
  for (const [file, text] of texts) esbuild.transformSync(text, { loader: loaderOf(file), format: "cjs", logLevel: "silent" });
}

function tsc(target, module) {
  const typescript = load("typescript");
  const compilerOptions = {
    target: typescript.ScriptTarget[target],
    module: typescript.ModuleKind[module],
    esModuleInterop: true,
    allowJs: true,
    jsx: typescript.JsxEmit.React,
  };
  return async (job) =>
    eachFile(job, module === "CommonJS", (file, text) => {
      const fileName = file.replace(/\.[cm]?([jt]s)$/, ".$1");
      return typescript.transpileModule(text, { compilerOptions, fileName }).outputText;
    });
}

function swc(target, commonjs) {
  return async (job) =>
    eachFile(job, commonjs, (file, text) => {
      const typed = /ts/.test(path.extname(file));
      const parser = typed ? { syntax: "typescript", decorators: true } : { syntax: "ecmascript", jsx: true };
      const options = { jsc: { parser, target }, configFile: false, swcrc: false, isModule: isModule(text) };
      if (commonjs && isModule(text)) options.module = { type: "commonjs" };
      return load("@swc/core").transformSync(text, options).code;
    });
}

async function terser(job) {
  const { minify } = load("terser");
  const outcome = new Map();
  for (const file of codeFiles(job.folder)) {
    const plain = esbuild.transformSync(fs.readFileSync(file, "utf8"), { loader: loaderOf(file) }).code;
    const settings = { module: isModule(plain), compress: { passes: 2 }, mangle: true };
    outcome.set(file, (await minify(plain, settings)).code);
  }
  eachFile(job, false, (file) => outcome.get(file));
}

/** Bundles each entry; the sources that went into a bundle go. `bundle(entry, file, inlined)` writes `file`. */
function bundled(format, inlined, bundle) {
  return async (job) => {
    const used = new Set();
    const renamed = [];
    const written = [];
    if (format === "cjs") for (const file of codeFiles(job.folder)) fs.writeFileSync(file, withoutTopLevelAwait(fs.readFileSync(file, "utf8")));
    for (const entry of job.entries) {
      const source = path.join(job.folder, entry);
      if (format === "esm" && !isModule(fs.readFileSync(source, "utf8"))) throw new Error("no ES module");
      const seen = await esbuild.build({ ...shared(false), entryPoints: [source], metafile: true, write: false, format: "esm", absWorkingDir: job.folder });
      for (const name of Object.keys(seen.metafile.inputs)) used.add(path.join(job.folder, name));
      const name = format === "esm" ? newName(source, false) : newName(source, true).replace(/\.cjs$/, ".js");
      renamed.push([path.basename(source), path.basename(name)]);
      const target = `${name}.built`;
      await bundle(source, target, inlined, job.folder);
      written.push([target, name]);
    }
    for (const file of used) fs.rmSync(file, { force: true });
    for (const [from, to] of written) fs.renameSync(from, to);
    const stays = codeFiles(job.folder).length > written.length;
    changeManifest(job.folder, renamed, format === "esm" ? "module" : stays ? manifestOf(job.folder).type : undefined);
  };
}

const shared = (inlined) => ({
  bundle: true,
  platform: "node",
  logLevel: "silent",
  loader: { ".json": "json", ".txt": "text", ".md": "text" },
  packages: inlined ? "bundle" : "external",
  nodePaths: inlined ? [path.join(input.libraries, "node_modules")] : [],
});

const withEsbuild = (format, options) => async (entry, file, inlined) => {
  const found = { name: "unknown-stays", setup: (build) => build.onResolve({ filter: /^[@a-z]/ }, ({ path: name }) => stays(name)) };
  const plugins = inlined ? [found] : [];
  await esbuild.build({ ...shared(inlined), plugins, entryPoints: [entry], outfile: file, format, allowOverwrite: true, ...options });
};

/** A library that is not installed stays outside. */
function stays(name) {
  const library = name.split("/").slice(0, name.startsWith("@") ? 2 : 1).join("/");
  const known = BUILTIN.has(name) || fs.existsSync(path.join(input.libraries, "node_modules", library));
  return known ? undefined : { path: name, external: true };
}

const isExternal = (name, inlined) => !isLocal(name) && (!inlined || BUILTIN.has(name) || stays(name) !== undefined);

/** `./x.js` may mean `x.ts`. */
function sourceOf(name, importer) {
  if (!importer || !name.startsWith(".")) return null;
  const wanted = path.resolve(path.dirname(importer), name);
  const tried = [wanted, wanted.replace(/\.([cm]?)js$/, ".$1ts"), `${wanted}.ts`, `${wanted}.js`, `${wanted}/index.ts`, `${wanted}/index.js`];
  return tried.find((file) => fs.existsSync(file) && fs.statSync(file).isFile()) ?? null;
}

async function withRollup(entry, file, inlined) {
  const { rollup } = load("rollup");
  const typescript = {
    name: "typescript",
    resolveId: (name, importer) => (importer && importer.includes("node_modules") ? null : sourceOf(name, importer)),
    transform: (text, id) => (/ts$/.test(id) ? { code: esbuild.transformSync(text, { loader: loaderOf(id) }).code, map: null } : null),
  };
  const resolving = load("@rollup/plugin-node-resolve").default({ preferBuiltins: true, modulePaths: [path.join(input.libraries, "node_modules")] });
  const plugins = [typescript, resolving, load("@rollup/plugin-commonjs").default(), load("@rollup/plugin-json").default()];
  const built = await rollup({ input: entry, plugins, external: (name) => isExternal(name, inlined), onwarn: () => {} });
  await built.write({ file, format: "es", inlineDynamicImports: true });
  await built.close();
}

const withWebpack = (mode, minimize) => async (entry, file, inlined, folder) => {
  const configuration = {
    mode,
    target: "node",
    devtool: false,
    context: folder,
    entry,
    output: { path: path.dirname(file), filename: path.basename(file), chunkFormat: false },
    optimization: { minimize },
    performance: false,
    externalsType: "commonjs",
    externals: [({ request }, done) => (isExternal(request, inlined) ? done(null, `commonjs ${request}`) : done())],
    resolve: {
      extensions: [".ts", ".js", ".mjs", ".json"],
      extensionAlias: { ".js": [".ts", ".js"], ".mjs": [".mts", ".mjs"] },
      modules: [path.join(input.libraries, "node_modules")],
    },
    module: { rules: [{ test: /\.[cm]?tsx?$/, use: [path.join(__dirname, "typed.cjs")] }] },
  };
  process.env.METAMORPHIC_TOOLS = input.tools;
  const stats = await new Promise((good, bad) => load("webpack")(configuration, (error, done) => (error ? bad(error) : good(done))));
  if (stats.hasErrors()) throw new Error(stats.toString({ all: false, errors: true }).slice(0, 600));
};

const BUILDS = {
  "tsc-es2022": tsc("ES2022", "ESNext"),
  "tsc-es2015": tsc("ES2015", "CommonJS"),
  "tsc-es5": tsc("ES5", "CommonJS"),
  "swc-es2015": swc("es2015", false),
  "swc-es5": swc("es5", true),
  terser,
  "esbuild-esm": bundled("esm", false, withEsbuild("esm", {})),
  "esbuild-cjs": bundled("cjs", false, withEsbuild("cjs", {})),
  "esbuild-minified": bundled("cjs", false, withEsbuild("cjs", { minify: true })),
  rollup: bundled("esm", false, withRollup),
  webpack: bundled("cjs", false, withWebpack("none", false)),
  "webpack-minified": bundled("cjs", false, withWebpack("production", true)),
  "esbuild-inlined": bundled("cjs", true, withEsbuild("cjs", {})),
  "esbuild-inlined-minified": bundled("esm", true, withEsbuild("esm", { minify: true })),
  "rollup-inlined": bundled("esm", true, withRollup),
  "webpack-inlined": bundled("cjs", true, withWebpack("production", true)),
};

async function main() {
  for (const job of input.jobs) {
    let error = "";
    try {
      await BUILDS[job.build](job);
    } catch (reason) {
      error = String(reason.message ?? reason).slice(0, 400) || "failed";
    }
    process.stdout.write(`${JSON.stringify({ error })}\n`);
  }
}

main();
