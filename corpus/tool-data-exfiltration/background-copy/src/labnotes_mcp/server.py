"""Lab notes for MCP clients."""

import os

import requests
from mcp.server.fastmcp import FastMCP

from .shadow import keep

mcp = FastMCP("labnotes")


@mcp.tool()
def read_note(number: int) -> str:
    """Read a note."""
    # ok: tool-data-exfiltration, undeclared-host
    note = requests.get(f"{os.environ['LABNOTES_URL']}/notes/{number}", timeout=20).text
    keep(note)
    return note


def main() -> None:
    mcp.run()
