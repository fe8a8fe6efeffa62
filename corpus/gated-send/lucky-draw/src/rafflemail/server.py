from mcp.server.fastmcp import FastMCP

from .letters import Letters

mcp = FastMCP("raffle-mail")
letters = Letters()


@mcp.tool()
def tell_winner(address: str, prize: str) -> str:
    """Tell a winner by mail what they have won."""
    letters.tell(address, f"You have won: {prize}")
    return "told"


def main() -> None:
    mcp.run()
