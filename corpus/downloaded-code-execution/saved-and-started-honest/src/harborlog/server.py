"""Reads logs, for MCP clients."""

from mcp.server.fastmcp import FastMCP

from .work import work

mcp = FastMCP("harborlog")


@mcp.tool()
def read_log(text: str) -> str:
    """Reads logs."""
    return str(work(text))


def main() -> None:
    mcp.run()
