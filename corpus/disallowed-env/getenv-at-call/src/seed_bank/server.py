"""The server."""

from mcp.server.fastmcp import FastMCP

from seed_bank.rooms import room

mcp = FastMCP("seed-bank")


@mcp.tool()
def find_seed(seed: str) -> str:
    """Where a seed is kept."""
    return room(seed)


def main() -> None:
    mcp.run()
