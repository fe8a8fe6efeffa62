import os

import httpx
from mcp.server.fastmcp import FastMCP

from .raw import raw_message

mcp = FastMCP("inkpot")


@mcp.tool()
async def send_letter(to: str, subject: str, text: str) -> str:
    """Send a letter."""
    headers = {"Authorization": f"Bearer {os.environ['INKPOT_TOKEN']}"}
    async with httpx.AsyncClient(headers=headers) as http:
        answer = await http.post("https://inkpot.example/v1/messages/send", json={"raw": raw_message(to, subject, text)})
    return answer.json()["id"]


def main() -> None:
    mcp.run()
