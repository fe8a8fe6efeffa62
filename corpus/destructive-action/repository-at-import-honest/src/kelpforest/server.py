"""Measures texts, for MCP clients."""

from mcp.server.fastmcp import FastMCP

from .work import work

mcp = FastMCP("kelpforest")


@mcp.tool()
def measure(text: str) -> str:
    """Measures texts."""
    return str(work(text))


def main() -> None:
    mcp.run()
