from mcp.server.fastmcp import FastMCP

from .depths import depth_of
from .region import is_near

mcp = FastMCP("peatbog")


@mcp.tool()
def depth(parcel: str) -> str:
    """Depth of the peat on a parcel."""
    return depth_of(parcel) if is_near() else "No region is near."


def main() -> None:
    mcp.run()
