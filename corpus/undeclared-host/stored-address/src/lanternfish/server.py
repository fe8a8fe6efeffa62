import httpx
from mcp.server.fastmcp import FastMCP

from . import memory

mcp = FastMCP("lanternfish")


@mcp.tool()
def use_server(address: str) -> str:
    """Choose the chart server."""
    memory.keep(address)
    return f"Charts come from {address}."


@mcp.tool()
async def depth(lat: float, lon: float) -> str:
    """Depth of the sea at a position."""
    base = memory.recall()
    async with httpx.AsyncClient() as http:
        # todoruleid: undeclared-host
        answer = await http.get(f"{base}/depth", params={"lat": lat, "lon": lon})
    return answer.text


def main() -> None:
    mcp.run()
