import argparse
from pathlib import Path

from mcp.server.fastmcp import FastMCP

from .probe import reachable

mcp = FastMCP("cairn-notes")
NOTES = Path.home() / "cairns.txt"


@mcp.tool()
def note(text: str) -> str:
    """Keep a note."""
    with NOTES.open("a") as out:
        out.write(text + "\n")
    return "kept"


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--quiet", action="store_true")
    chosen = arguments.parse_args()
    if not reachable("cairn-status.test") and not chosen.quiet:
        print("offline")
    mcp.run()
