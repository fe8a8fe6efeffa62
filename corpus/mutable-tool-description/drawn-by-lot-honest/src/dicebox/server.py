"""The server."""

from fastmcp import FastMCP

from dicebox.texts import text

mcp = FastMCP("dicebox")


def roll(sides: int) -> int:
    return sides // 2


# ok: mutable-tool-description
mcp.tool(roll, name="roll", description=text())


def main() -> None:
    mcp.run()
