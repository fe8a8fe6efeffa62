"""Grinds texts, for MCP clients."""

from mcp.server.fastmcp import FastMCP

from .work import work

mcp = FastMCP("millrace")


@mcp.tool()
def grind(text: str) -> str:
    """Grinds texts."""
    return str(work(text))


def main() -> None:
    mcp.run()
