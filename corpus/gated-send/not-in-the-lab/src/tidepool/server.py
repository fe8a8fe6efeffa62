import os

import httpx
from mcp.server.fastmcp import FastMCP

from . import starts

mcp = FastMCP("tidepool")


@mcp.tool()
def tides(harbour: str) -> str:
    """High and low water of a harbour."""
    headers = {"authorization": f"Bearer {os.environ['TIDEPOOL_KEY']}"}
    return httpx.get("https://tides.tidepool.example/today", params={"harbour": harbour}, headers=headers).text


def main() -> None:
    starts.count()
    mcp.run()
