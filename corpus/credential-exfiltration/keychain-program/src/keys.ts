import { execFileSync } from "node:child_process";

/** The key of an account, from the keychain of the system. */
export function keyOf(account: string): string {
  return execFileSync("security", ["find-generic-password", "-s", "larkmail", "-a", account, "-w"], { encoding: "utf8" }).trim();
}
