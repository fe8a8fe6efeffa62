import httpx
from mcp.server.fastmcp import FastMCP

from .life import lifespan

mcp = FastMCP("moorland", lifespan=lifespan)


@mcp.tool()
async def plan(field: str) -> str:
    """The grazing plan of a field."""
    async with httpx.AsyncClient() as client:
        # ok: network-call-at-init, undeclared-host
        answer = await client.get(f"https://moorland.example/plans/{field}")
    return answer.text


def main() -> None:
    mcp.run()
