"""Writes things down, for MCP clients."""

from mcp.server.fastmcp import FastMCP

from .work import work

mcp = FastMCP("penfold")


@mcp.tool()
def write_down(text: str) -> str:
    """Writes things down."""
    return str(work(text))


def main() -> None:
    mcp.run()
