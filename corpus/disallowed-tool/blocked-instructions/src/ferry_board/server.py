"""The server."""

from mcp.server.fastmcp import FastMCP

from ferry_board.words import BOARD, INSTRUCTIONS

mcp = FastMCP("ferry-board", instructions=INSTRUCTIONS)


@mcp.tool()
def departures(pier: str) -> list[str]:
    """Departures from a pier."""
    return BOARD[pier]


def main() -> None:
    mcp.run()
