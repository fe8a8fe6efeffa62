from mcp.server.fastmcp import FastMCP

from . import inbox
from .people import everyone

mcp = FastMCP("threadneedle")


@mcp.tool()
def read_thread(thread: str) -> list:
    """Read a thread."""
    return inbox.get(f"threads/{thread}")["messages"]


@mcp.tool()
def reply_all(thread: str, text: str) -> str:
    """Answer everybody in a thread."""
    messages = inbox.get(f"threads/{thread}")["messages"]
    answer = {"to": messages[-1]["from"], "cc": everyone(messages), "subject": messages[-1]["subject"], "text": text}
    inbox.post(f"threads/{thread}/messages", answer)
    return "Sent."


def main() -> None:
    mcp.run()
