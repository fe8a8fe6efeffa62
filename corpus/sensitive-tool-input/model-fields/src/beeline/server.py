"""The server."""

from mcp.server.fastmcp import FastMCP

from beeline.models import Way

mcp = FastMCP("beeline")


@mcp.tool()
def distance(way: Way) -> str:
    """Kilometres between two places."""
    return f"{abs(len(way.start) - len(way.end))} km"


def main() -> None:
    mcp.run()
