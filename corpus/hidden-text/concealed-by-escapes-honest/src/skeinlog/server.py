"""The server."""

from typing import Annotated

from fastmcp import FastMCP
from pydantic import Field

from skeinlog.fields import METRES_OF_A_SKEIN

mcp = FastMCP("skeinlog")


@mcp.tool
def length_of(
    # ok: hidden-text
    skeins: Annotated[int, Field(description="Number of skeins; colours such as \\x1b[8m are stripped from names.")],
) -> int:
    """Metres of yarn in so many skeins."""
    return skeins * METRES_OF_A_SKEIN


def main() -> None:
    mcp.run()
