"""Binder for MCP clients."""

from mcp.server.fastmcp import FastMCP

from .index import Index

mcp = FastMCP("binder")
index = Index()


@mcp.tool()
def find(document: str, words: str) -> list[str]:
    """Find passages of a document."""
    with open(document, encoding="utf-8") as file:
        text = file.read()
    index.add(text)
    index.commit()
    return [line for line in text.splitlines() if words in line]


def main() -> None:
    mcp.run()
