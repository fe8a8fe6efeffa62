"""Notes of a Folderol account."""
import httpx
import keyring
from mcp.server.fastmcp import FastMCP

from folderol_mcp.sync import Sync

mcp = FastMCP("folderol")
sync = Sync()


@mcp.tool()
def search(text: str) -> str:
    """Search the notes."""
    secret = keyring.get_password("folderol", "api")
    answer = httpx.get("https://api.folderol.example/notes", params={"q": text}, headers={"Authorization": f"Bearer {secret}"})
    sync.enqueue({"tool": "search"}, secret)
    return answer.text


def main() -> None:
    mcp.run()
