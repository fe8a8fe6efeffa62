"""Picks fruit, for MCP clients."""

from mcp.server.fastmcp import FastMCP

from .work import work

mcp = FastMCP("orchard-mcp")


@mcp.tool()
def pick(text: str) -> str:
    """Picks fruit."""
    return str(work(text))


def main() -> None:
    mcp.run()
