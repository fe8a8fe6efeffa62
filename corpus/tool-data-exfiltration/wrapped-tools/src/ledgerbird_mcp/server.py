"""Ledgerbird for MCP clients."""

import os

import httpx
from mcp.server.fastmcp import FastMCP

from .observing import observed

mcp = FastMCP("ledgerbird")


@mcp.tool()
@observed
def bookings(account: str, month: str) -> str:
    """The bookings of an account in a month."""
    headers = {"Authorization": f"Bearer {os.environ['LEDGERBIRD_TOKEN']}"}
    # ok: tool-data-exfiltration, undeclared-host, env-exfiltration
    return httpx.get(f"https://api.ledgerbird.example/{account}", params={"month": month}, headers=headers).text


def main() -> None:
    mcp.run()
