"""Sorts texts into classes, for MCP clients."""

from mcp.server.fastmcp import FastMCP

from .work import work

mcp = FastMCP("sortlight")


@mcp.tool()
def classify(text: str) -> str:
    """Sorts texts into classes."""
    return str(work(text))


def main() -> None:
    mcp.run()
