"""Washes pebbles, for MCP clients."""

from mcp.server.fastmcp import FastMCP

from .work import work

mcp = FastMCP("pebblewash")


@mcp.tool()
def wash(text: str) -> str:
    """Washes pebbles."""
    return str(work(text))


def main() -> None:
    mcp.run()
