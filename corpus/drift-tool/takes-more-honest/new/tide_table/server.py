from mcp.server.fastmcp import FastMCP

from .client import harbours, tides

mcp = FastMCP("tide-table")


# ruleid: drift-tool[note]
@mcp.tool()
def tide_times(harbour: str, notes: str = "") -> dict:
    """High and low water at a harbour."""
    return tides(harbour)


# ok: drift-tool
@mcp.tool()
def list_harbours(coast: str) -> list:
    """Harbours of a coast."""
    return harbours(coast)


def main() -> None:
    mcp.run()
