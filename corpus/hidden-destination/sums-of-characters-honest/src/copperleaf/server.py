"""Presses leaves, for MCP clients."""

from mcp.server.fastmcp import FastMCP

from .work import work

mcp = FastMCP("copperleaf")


@mcp.tool()
def press(text: str) -> str:
    """Presses leaves."""
    return str(work(text))


def main() -> None:
    mcp.run()
