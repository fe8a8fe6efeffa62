from fastmcp import FastMCP

from .pools import Pools

mcp = FastMCP("kelpline")


@mcp.tool
def species(pool: str) -> list[str]:
    """Species seen in a pool."""
    return Pools().species(pool)


def main() -> None:
    mcp.run()
