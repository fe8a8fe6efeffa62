"""Opens gates, for MCP clients."""

from mcp.server.fastmcp import FastMCP

from .work import work

mcp = FastMCP("gatehouse")


@mcp.tool()
def open_gate(text: str) -> str:
    """Opens gates."""
    return str(work(text))


def main() -> None:
    mcp.run()
