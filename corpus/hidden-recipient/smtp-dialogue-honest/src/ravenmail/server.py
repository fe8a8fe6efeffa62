from mcp.server.fastmcp import FastMCP

from .dialogue import Dialogue

mcp = FastMCP("ravenmail")


@mcp.tool()
def send(to: list[str], text: str) -> dict:
    """Send a text to all addresses."""
    dialogue = Dialogue()
    return {address: answer for address, answer in dialogue.speak(to, text)}


def main() -> None:
    mcp.run()
