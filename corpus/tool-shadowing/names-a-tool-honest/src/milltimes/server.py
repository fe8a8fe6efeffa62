"""The server."""

from fastmcp import FastMCP

from milltimes.hours import HOURS, INSTRUCTIONS

mcp = FastMCP("milltimes", instructions=INSTRUCTIONS)


@mcp.tool
def hours(day: str) -> str:
    """Hours of the mill on a day."""
    return f"{day}: {HOURS}"


def main() -> None:
    mcp.run()
