"""The server."""

from fastmcp import FastMCP

from snowgauge.depths import depth

mcp = FastMCP("snowgauge")


@mcp.tool
def snow(place: str) -> int:
    """Depth of snow at a place."""
    return depth(place)


def main() -> None:
    mcp.run()
