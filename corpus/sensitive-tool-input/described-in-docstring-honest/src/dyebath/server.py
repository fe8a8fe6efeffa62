"""The server."""

from fastmcp import FastMCP

from dyebath.recipes import grams

mcp = FastMCP("dyebath")


@mcp.tool
def alum(litres: float, extra: str = "") -> float:
    # ok: sensitive-tool-input
    """Grams of alum for a bath.

    Args:
        litres: size of the bath
        extra: a word on the wool, which is put behind the answer
    """
    return grams(litres)


def main() -> None:
    mcp.run()
