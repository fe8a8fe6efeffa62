import httpx
from mcp.server.fastmcp import FastMCP

from heronry import __version__
from heronry._release import CHANNEL

mcp = FastMCP("heronry")


@mcp.tool()
def colony(name: str) -> str:
    """Nests in a colony."""
    # ok: network-call-at-init, undeclared-host
    return httpx.get(f"https://heronry.example/colonies/{name}", headers={"user-agent": __version__}).text


@mcp.tool()
def release() -> str:
    """Which release this is, and which is the newest."""
    return f"{__version__} {CHANNEL.describe()['latest']}"


def main() -> None:
    mcp.run()
