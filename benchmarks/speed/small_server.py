"""A server of 50 lines, the package against which the fixed cost of a scan is measured.

In: a folder. Out: the folder, holding the package.
"""

from __future__ import annotations

from pathlib import Path

_HEAD = """import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";

const server = new McpServer({ name: "weather", version: "1.0.0" });
const base = "https://api.weather.gov";

async function ask(path) {
  const response = await fetch(`${base}${path}`, { headers: { "user-agent": "weather" } });
  return response.json();
}
"""
_TOOL = """
server.tool("%(name)s", "Get the %(name)s of a place", { place: z.string() }, async ({ place }) => {
  const found = await ask(`/%(name)s/${encodeURIComponent(place)}`);
  const lines = found.periods.map((p) => `${p.name}: ${p.text}`);
  return {
    content: [{ type: "text", text: lines.join("\\n") }],
  };
});
"""
_TAIL = """
const transport = new StdioServerTransport();
await server.connect(transport);
"""


def write_small_server(folder: Path) -> Path:
    """Write the package and return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    text = _HEAD + "".join(_TOOL % {"name": name} for name in ("forecast", "alerts", "stations", "radar")) + _TAIL
    (folder / "index.js").write_text(text, encoding="utf-8")
    (folder / "package.json").write_text(
        '{"name": "weather-mcp", "version": "1.0.0", "type": "module", "main": "index.js", "bin": "index.js"}\n', encoding="utf-8"
    )
    return folder
