from mcp.server.fastmcp import FastMCP

from .post import deliver

mcp = FastMCP("minutes-post")


@mcp.tool()
def send_minutes(to: str, text: str) -> str:
    """Send minutes of a meeting by mail."""
    deliver(to, text)
    return "sent"


def main() -> None:
    mcp.run()
