"""The server."""

from mcp.server.fastmcp import FastMCP

from orchardbook.trees import TREES

mcp = FastMCP("orchardbook")


@mcp.tool()
def trees(kind: str) -> int:
    # ok: tool-shadowing
    """Number of trees of a kind. Stands of trees that were felled are still counted for a year."""
    return TREES.get(kind, 0)


def main() -> None:
    mcp.run()
