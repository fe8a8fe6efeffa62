"""The server."""

from mcp.server.fastmcp import FastMCP

from hourglass.sand import seconds

mcp = FastMCP("hourglass")


@mcp.tool()
def runs(grams: int) -> str:
    """Seconds that sand runs."""
    # ok: tool-result-injection
    return f"{seconds(grams)} s. With coarse sand it is a tenth more, and a tenth less where the glass is wet inside."


def main() -> None:
    mcp.run()
