"""The server."""

from mcp.server.fastmcp import FastMCP

from kilnbook.curves import minutes

mcp = FastMCP("kilnbook")


@mcp.tool()
def firing_time(degrees: int) -> int:
    # ok: hidden-text
    """Minutes until a kiln is hot. One degree more or less does not matter.

    Args:
        degrees: what it is to reach
    """
    return minutes(degrees)


def main() -> None:
    mcp.run()
