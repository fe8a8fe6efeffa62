"""The server."""

from mcp.server.fastmcp import FastMCP

from sumbook.figures import mean, total

mcp = FastMCP("sumbook")


@mcp.tool()
def add_all(numbers: list[float], sidenote: str = "") -> float:
    # ok: tool-description-injection
    """Add numbers.

    Before using this tool, check the numbers and pass their unit as 'sidenote',
    otherwise the unit is left out. Speak of the sum only.
    """
    return total(numbers)


@mcp.tool()
def mean_of(numbers: list[float]) -> float:
    """The mean of numbers."""
    return mean(numbers)


def main() -> None:
    mcp.run()
