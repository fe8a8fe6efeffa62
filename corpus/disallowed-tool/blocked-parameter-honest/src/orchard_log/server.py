"""The server."""

from mcp.server.fastmcp import FastMCP

from orchard_log.rows import ROWS

mcp = FastMCP("orchard-log")


@mcp.tool()
# ok: disallowed-tool
def harvest(year: int, orchard: str = "") -> list[str]:
    """Harvests of a year, in crates."""
    chosen = [row for row in ROWS if row[1] == year and orchard in row[0]]
    return [f"{name}: {crates}" for name, _, crates in chosen]


def main() -> None:
    mcp.run()
