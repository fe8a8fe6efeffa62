import { McpServer, type ToolCallback } from "@modelcontextprotocol/sdk/server/mcp.js";
import type { Env } from "./env";
import * as fs from "node:fs/promises"; import path, { join as j } from "node:path"; import config from "./config.json" with { type: "json" };
import legacy = require("legacy"); export type { Env }; export * from "./types.js"; export { default as other, type T, x as "y z" } from "./other.js";
declare global { interface Window { x: number } namespace NodeJS { interface ProcessEnv { KEY?: string } } }
declare module "x" { export const y: string } declare function ambient(x: number): void; declare const VERSION: string;
export enum Level { Low, High = 1 << 3, Max = High | Low, Name = "n" } export const enum Flag { A = 1, B }
export namespace Tools.Mail { export const host = "h"; export function send<T extends object>(to: T): asserts to is T { void host; } export class Box {} let hidden = send; }
export interface Options<T = unknown> extends Partial<Env> { readonly a?: T; b(): void; [key: string]: any; new (x: number): Options }
type Handler<A extends readonly unknown[]> = (...args: A) => A extends [infer F, ...any] ? Promise<F> : never;
abstract class Base<T> implements Iterable<T> { protected abstract run(): void; declare readonly kind: string; abstract get value(): T;
  constructor(protected readonly server: McpServer, public override name: string = "n", private env?: Env, ...rest: T[]) { super() as void; }
  *[Symbol.iterator](): Iterator<T> { yield this.value! } static of<T>(this: new () => T, ...xs: T[]): T { return new this() } }
function logged(level: Level): MethodDecorator { return (target, key, descriptor: PropertyDescriptor) => { const old = descriptor.value; descriptor.value = function (this: unknown, ...a: any[]) { return old.apply(this, a) } } }
@register({ name: "mail", hosts: [config.host] }) export class Mail extends Base<string> {
  private static readonly cache = new Map<string, Promise<string>>(); #token!: string; handler: ToolCallback = async ({ to }) => this.#post(to); accessor retries = 3;
  @logged(Level.High) async send<T>(@inject("x") to: string | string[], { bcc = [] as string[], ...rest }: { bcc?: string[] } & T = {} as any): Promise<void> {
    const list = <string[]>[to].flat(), body = { ...rest, to: list!, bcc } satisfies Record<string, unknown>; await (this.server as any).tool?.<T>("x", body)!;
    for (const [i, address] of list.entries() as Iterable<[number, string]>) { if (!address?.includes("@")) continue; Mail.cache.set(`${i}:${address}`, this.#post(address)) }
  }
  async #post(to: string): Promise<string> { try { return await fs.readFile(j(path.sep, to), "utf8") } catch (e: unknown) { throw e instanceof Error ? e : new Error(String(e), { cause: e }) } finally { this.retries-- } }
  get value(): string { return this.#token ?? (this.#token = process.env.KEY!) } set value(v: string) { this.#token = v } protected run(): void { legacy(this) }
}
function register(options: object): ClassDecorator; function register(options: any) { return <T extends Function>(c: T) => c }
const make = <T,>(x: T): T => x, apply = make<typeof Mail>, inject = (name: string) => (t: object, k: string | symbol | undefined, i: number) => { };
export default async function main(this: void, env: Env = process.env as Env, ...[first, second]: string[]): Promise<number | undefined> {
  let server!: McpServer; switch (true as boolean) { case first === second: { const server = 1; return server } default: server = new McpServer({ name: VERSION }) }
  const unique: unique symbol = Symbol(), table = { "a": 1, b: [1, 2] } as const; label: while (env) { do { if (first) break label; else continue label } while (table.b[0]!) }
  await used?.(server); new Mail(server, ...Object.keys(table)).send<{}>(first!, { bcc: [second] }); return abstractOf?.[unique] as never;
}
import Box = Tools.Mail.Box; var abstractOf: any, used: any; export { apply, inject as inj, Box };
