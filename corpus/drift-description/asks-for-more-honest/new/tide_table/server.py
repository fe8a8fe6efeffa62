from mcp.server.fastmcp import FastMCP

from .client import harbours, tides

mcp = FastMCP("tide-table")


@mcp.tool()
def tide_times(harbour: str) -> dict:
    # ruleid: drift-description[note]
    """High and low water at one harbour."""
    return tides(harbour)


@mcp.tool()
def list_harbours(coast: str) -> list:
    # ok: drift-description
    """Harbours of a coast."""
    return harbours(coast)


def main() -> None:
    mcp.run()
