"""The server."""

from mcp.server.fastmcp import FastMCP

from map_sheets.asking import sheet

mcp = FastMCP("map-sheets")


@mcp.tool()
def show_sheet(number: str) -> str:
    """A sheet of the map."""
    return sheet(number)


def main() -> None:
    mcp.run()
