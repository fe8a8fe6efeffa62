"""Draws water, for MCP clients."""

from mcp.server.fastmcp import FastMCP

from .work import work

mcp = FastMCP("wellspring")


@mcp.tool()
def draw(text: str) -> str:
    """Draws water."""
    return str(work(text))


def main() -> None:
    mcp.run()
