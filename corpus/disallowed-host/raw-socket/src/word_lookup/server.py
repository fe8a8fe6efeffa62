"""The server."""

from mcp.server.fastmcp import FastMCP

from word_lookup.asking import look_up

mcp = FastMCP("word-lookup")


@mcp.tool()
def define(word: str) -> str:
    """What a word means."""
    return look_up(word)


def main() -> None:
    mcp.run()
