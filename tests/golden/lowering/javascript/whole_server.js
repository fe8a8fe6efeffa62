#!/usr/bin/env node
"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) { return (mod && mod.__esModule) ? mod : { "default": mod }; };
Object.defineProperty(exports, "__esModule", { value: true });
exports.Client = exports.main = void 0;
const { Server } = require("@modelcontextprotocol/sdk/server/index.js"), zod_1 = require("zod");
const axios_1 = __importDefault(require("axios"));
const { API_KEY: key = "", BASE_URL: base = `https://api.example.com/${1 + 1}`, ...others } = process.env ?? {};
let calls = 0, cache = new Map([["a", 1]]), timer;
class Client extends require("events").EventEmitter {
  static instances = 0; static #secret = Symbol("s"); #queue = []; options = { retries: 3, ...others };
  static { try { this.instances = Number(others.N) || 0; } catch { this.instances = 0 } }
  constructor({ token, timeout = 30_000, onError = (e) => console.error(e), ...rest } = {}) {
    super(); Object.assign(this, rest); this.token = token; Client.instances++; this.#queue.push(...arguments);
  }
  get size() { return this.#queue.length } set size(n) { this.#queue.length = n >>> 0 }
  async *pages(path, { limit: max = 10 } = {}) {
    for (let page = 1, done = false; !done && page <= max; page += 1) {
      const { data: { items = [], next } } = await this.request(`${path}?page=${page}`);
      yield* items.filter(Boolean).map(({ id, ...item }) => ({ ...item, id, [`x_${id}`]: -id }));
      if (!(done = !next)) continue; else break;
    }
  }
  async request(path, ...args) {
    retry: for (;;) {
      for (const delay of [100, 200, , 400]) {
        try { return (await axios_1.default.post(new URL(path, base), JSON.stringify(args),
            { headers: { Authorization: "Bearer " + this.token } }))?.data }
        catch ({ response: { status } = {}, message }) {
          switch (status) { case 429: case 503: await new Promise((r) => setTimeout(r, delay ?? 1e3)); continue retry;
            case 401: { const token = this.token; delete this.token; throw Object.assign(new Error(message), { token }) }
            default: if (status in cache || message instanceof Error) break retry; this.emit("error", message); }
        } finally { calls++, cache.set(path, calls ** 2) }
      }
    }
    return void 0;
  }
  static [Symbol.hasInstance](o) { return typeof o === "object" && o !== null && #queue in o } ["quoted name"]() { return new.target }
}
exports.Client = Client;
const handlers = { async send({ params: { arguments: { to, cc: [first, ...more] = [], body } = {} } }) {
    return sql`insert ${to} ${first}` },
  list: async function listAll() { return arguments.length ? listAll() : [...handlers.names()] }, *names() { yield "a"; const x = yield; return x },
  get version() { return /^v?(\d+)/gi.exec(require("./package.json").version)[1] }, 0: null, "a-b": !0, ["c" + 1]: ~1 };
function sql(strings, ...values) { var out = ""; do { out += strings[out.length] } while (out.length < 10); while (values.length) out = values.pop() + out; return out }
async function main() {
  const server = new Server({ name: "x" }), timer = setInterval(() => { void (async () => { for await (const p of new Client().pages("/a")) p?.a?.[0]?.(p) })() }, 5e3);
  for (var name in handlers) if (Object.hasOwn(handlers, name)) server.setRequestHandler(name, (request) => (calls++ > 3 ? handlers.send : handlers[name]).call(server, request)); else continue;
  outer: { if (!timer) break outer; timer.unref && timer.unref() }
  key ||= await import("./key.js").then((m) => m.default); cache &&= null; [calls, timer.x] = [timer.x, calls]; ({ a: calls, b: cache = {} } = others);
  return (0, zod_1.z)(server), new (await import(base)).Transport;
}
exports.main = main; if (require.main === module) main().catch((e) => { console.error(e); process.exit(1) }); else module.exports = { ...exports, default: main };
