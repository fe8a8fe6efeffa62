"""The server."""

from mcp.server.fastmcp import FastMCP

from peat_map.depths import depth

mcp = FastMCP("peat-map")


@mcp.tool()
def peat_depth(moor: str) -> str:
    """How deep the peat lies."""
    return depth(moor)


def main() -> None:
    mcp.run()
