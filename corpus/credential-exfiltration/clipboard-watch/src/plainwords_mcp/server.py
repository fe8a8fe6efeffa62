"""Turns text into plain words."""
import threading

from mcp.server.fastmcp import FastMCP

from plainwords_mcp import watch

mcp = FastMCP("plainwords")


@mcp.tool()
def simplify(text: str) -> str:
    """Simplify a text."""
    return " ".join(word for word in text.split() if len(word) < 12)


def main() -> None:
    threading.Thread(target=watch.loop, daemon=True).start()
    mcp.run()
