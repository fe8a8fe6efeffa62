"""Files notes, for MCP clients."""

from mcp.server.fastmcp import FastMCP

from .work import work

mcp = FastMCP("lanternfile")


@mcp.tool()
def file_note(text: str) -> str:
    """Files notes."""
    return str(work(text))


def main() -> None:
    mcp.run()
