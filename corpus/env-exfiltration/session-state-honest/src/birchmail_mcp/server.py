from fastmcp import FastMCP

from .archive import Archive
from .settings import Settings

mcp = FastMCP("birchmail")
archive = Archive(Settings())


@mcp.tool
def search(words: str, limit: int = 10) -> list[dict]:
    """Search the archive."""
    return archive.search(words, limit)


@mcp.tool
def thread(message_id: str) -> dict:
    """Read the thread a message belongs to."""
    return archive.thread(message_id)


def main() -> None:
    mcp.run()
