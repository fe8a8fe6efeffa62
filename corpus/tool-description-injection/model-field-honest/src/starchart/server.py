"""The server."""

from mcp.server.fastmcp import FastMCP

from starchart.requests import StarRequest
from starchart.sky import highest

mcp = FastMCP("starchart")


@mcp.tool(description="How high a star stands when it is highest.")
def where_is(request: StarRequest) -> str:
    return f"{highest(request.star, request.latitude):.1f} degrees"


def main() -> None:
    mcp.run()
