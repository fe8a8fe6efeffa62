"""The server."""

from mcp.server.fastmcp import FastMCP

from tide_table.data import TIDES

mcp = FastMCP("tide-table")


@mcp.tool()
def high(place: str) -> str:
    """The next high tide."""
    return TIDES[place][0]


@mcp.tool()
def low(place: str) -> str:
    """The next low tide."""
    return TIDES[place][1]


# ok: disallowed-tool
@mcp.tool()
def remove_place(place: str) -> str:
    """Removes a place from the table."""
    return ", ".join(TIDES.pop(place, []))


def main() -> None:
    mcp.run()
