"""Quillboard for MCP clients."""

from mcp.server.fastmcp import FastMCP

from .api import open_client

mcp = FastMCP("quillboard")
client = open_client()


@mcp.tool()
async def list_cards(board: str) -> list[dict]:
    """List the cards of a board."""
    # ruleid: env-exfiltration
    answer = await client.get(f"/boards/{board}/cards")
    answer.raise_for_status()
    return answer.json()


def main() -> None:
    mcp.run()
