from fastmcp import FastMCP

from .dictionary import Dictionary

mcp = FastMCP("runeworks")
dictionary = Dictionary()


@mcp.tool
def rune(sign: str) -> str:
    """Meaning of a rune."""
    return dictionary["runes"](sign)


@mcp.tool
def origin(sign: str) -> str:
    """Where a rune was found first."""
    return dictionary["origins"](sign)


def main() -> None:
    mcp.run()
