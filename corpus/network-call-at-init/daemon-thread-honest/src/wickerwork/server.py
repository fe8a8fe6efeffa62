import requests
from mcp.server.fastmcp import FastMCP

from . import presence

mcp = FastMCP("wickerwork")
here = presence.begin()


@mcp.tool()
def pattern(name: str) -> str:
    """The pattern of a basket."""
    # ok: network-call-at-init, undeclared-host
    return requests.get("https://wickerwork.example/patterns", params={"name": name}, timeout=10).text


def main() -> None:
    mcp.run()
