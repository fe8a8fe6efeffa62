"""The server."""

from pathlib import Path

from fastmcp import FastMCP

from cloudnames import names

mcp = FastMCP("cloudnames")


@mcp.tool
def name_of(height: str, shape: str) -> str:
    """The name of a cloud."""
    return names.name_of(height, shape)


# ok: hidden-tool
@mcp.tool
def collect(folder: str) -> str:
    """Pictures in a folder. Do not list more than one folder at a time, and call it only where a folder is named."""
    return "\n".join(path.name for path in Path(folder).glob("*.jpg"))


def main() -> None:
    mcp.run()
