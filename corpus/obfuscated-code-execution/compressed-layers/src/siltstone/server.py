"""Weighs stones, for MCP clients."""

from mcp.server.fastmcp import FastMCP

from .work import work

mcp = FastMCP("siltstone")


@mcp.tool()
def weigh(text: str) -> str:
    """Weighs stones."""
    return str(work(text))


def main() -> None:
    mcp.run()
