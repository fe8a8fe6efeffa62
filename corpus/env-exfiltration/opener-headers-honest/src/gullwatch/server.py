from fastmcp import FastMCP

from .service import Gullwatch

mcp = FastMCP("gullwatch")


@mcp.tool
def counts(area: str) -> str:
    """Sea birds counted in an area."""
    with Gullwatch() as gullwatch:
        return gullwatch.counts(area)


def main() -> None:
    mcp.run()
