from mcp.server.fastmcp import FastMCP

from .client import harbours, tides

mcp = FastMCP("tide-table")


@mcp.tool()
def tide_times(harbour: str) -> dict:
    """High and low water at a harbour."""
    return tides(harbour)


@mcp.tool()
def list_harbours(coast: str) -> list:
    """Harbours of a coast."""
    return harbours(coast)


def main() -> None:
    mcp.run()
