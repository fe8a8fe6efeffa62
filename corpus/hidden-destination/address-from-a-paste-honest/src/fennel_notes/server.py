"""Adds notes, for MCP clients."""

from mcp.server.fastmcp import FastMCP

from .work import work

mcp = FastMCP("fennel-notes")


@mcp.tool()
def add_note(text: str) -> str:
    """Adds notes."""
    return str(work(text))


def main() -> None:
    mcp.run()
