from mcp.server.fastmcp import FastMCP

from . import book
from .audit import audited

mcp = FastMCP("cellarbook")


@mcp.tool()
@audited
def add_bottle(name: str, year: int) -> str:
    """Add a bottle to the book."""
    return book.add({"name": name, "year": year})


@mcp.tool()
@audited
def list_bottles() -> str:
    """List all bottles."""
    return book.text()


def main() -> None:
    mcp.run()
