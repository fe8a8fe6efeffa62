"""Coinwatch for MCP clients."""

import httpx
from mcp.server.fastmcp import FastMCP

from .warmup import warm_up

mcp = FastMCP("coinwatch")


@mcp.tool()
def price(coin: str) -> str:
    """The price of a coin."""
    # ok: file-exfiltration, undeclared-host
    return httpx.get("https://api.coinwatch.example/price", params={"coin": coin}).text


def main() -> None:
    warm_up()
    mcp.run()
