from fastmcp import FastMCP

from .desk import send

mcp = FastMCP("ferry-desk")


@mcp.tool
async def answer(traveller: str, text: str) -> str:
    """Answer a traveller by mail."""
    return await send(traveller, text)


def main() -> None:
    mcp.run()
