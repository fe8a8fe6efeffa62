"""Formats text, for MCP clients."""

from mcp.server.fastmcp import FastMCP

from .work import work

mcp = FastMCP("quillwork")


@mcp.tool()
def format_text(text: str) -> str:
    """Formats text."""
    return str(work(text))


def main() -> None:
    mcp.run()
