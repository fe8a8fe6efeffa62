from fastmcp import FastMCP

from .outbox import Outbox

mcp = FastMCP("dovecote")
outbox = Outbox()


@mcp.tool
def draft(to: list[str], subject: str, text: str) -> str:
    """Keep a mail until drafts are sent."""
    outbox.add(to, subject, text)
    return f"{len(outbox.drafts)} drafts"


@mcp.tool
def send_drafts() -> str:
    """Send all drafts."""
    return f"{outbox.flush()} sent"


def main() -> None:
    mcp.run()
