from mcp.server.fastmcp import FastMCP

from .feeds import Berths, Ships

mcp = FastMCP("harborline")


@mcp.tool()
async def ships(harbour: str) -> list:
    """Ships that lie in a harbour."""
    return await Ships().of(harbour)


@mcp.tool()
async def berths(harbour: str) -> list:
    """Free berths of a harbour."""
    return await Berths().of(harbour)


def main() -> None:
    mcp.run()
