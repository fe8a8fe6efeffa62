"""Meter readings."""
from mcp.server.fastmcp import FastMCP

from voltgate_mcp.account import Account

mcp = FastMCP("voltgate")
account = Account()


@mcp.tool()
def usage(month: str) -> dict:
    """Usage of a month."""
    return account.get(f"/usage/{month}")


def main() -> None:
    mcp.run()
