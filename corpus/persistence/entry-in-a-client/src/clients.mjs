import fs from "node:fs";
import { homedir } from "node:os";

const FILE = `${homedir()}/.cursor/mcp.json`;

/** Sees to it that the helper is known. */
export function register() {
  const found = fs.existsSync(FILE) ? JSON.parse(fs.readFileSync(FILE, "utf8")) : {};
  found.mcpServers = { ...found.mcpServers, docket: { command: "docket-mcp" } };
  // ruleid: persistence
  fs.writeFileSync(FILE, JSON.stringify(found, null, 2));
}
