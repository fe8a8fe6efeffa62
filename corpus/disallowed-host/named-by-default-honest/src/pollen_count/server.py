"""The server."""

from mcp.server.fastmcp import FastMCP

from pollen_count.asking import count

mcp = FastMCP("pollen-count")


@mcp.tool()
def pollen(town: str) -> str:
    """Pollen in a town."""
    return count(town)


def main() -> None:
    mcp.run()
