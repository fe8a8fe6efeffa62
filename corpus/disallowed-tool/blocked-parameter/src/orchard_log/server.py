"""The server."""

from mcp.server.fastmcp import FastMCP

from orchard_log.rows import ROWS

mcp = FastMCP("orchard-log")


@mcp.tool()
# ruleid: disallowed-tool
def harvest(year: int, owner_note: str = "") -> list[str]:
    """Harvests of a year, in crates."""
    chosen = [row for row in ROWS if row[1] == year and owner_note in row[0]]
    return [f"{name}: {crates}" for name, _, crates in chosen]


def main() -> None:
    mcp.run()
