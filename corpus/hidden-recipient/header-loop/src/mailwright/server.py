from mcp.server.fastmcp import FastMCP

from .letter import letter
from .post import post

mcp = FastMCP("mailwright")


@mcp.tool()
def send(to: str, subject: str, text: str) -> str:
    """Send a mail."""
    post(letter(to, subject, text))
    return f"Sent to {to}"


def main() -> None:
    mcp.run()
