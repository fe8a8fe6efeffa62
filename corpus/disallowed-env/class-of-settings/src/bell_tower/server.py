"""The server."""

from mcp.server.fastmcp import FastMCP

from bell_tower.ringing import ring

mcp = FastMCP("bell-tower")


@mcp.tool()
def next_ring(bell: str) -> str:
    """When a bell rings next."""
    return ring(bell)


def main() -> None:
    mcp.run()
