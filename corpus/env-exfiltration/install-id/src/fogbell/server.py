from fastmcp import FastMCP

from .service import Fogbell

mcp = FastMCP("fogbell")


@mcp.tool
def warnings(area: str) -> str:
    """Warnings that are in force in an area."""
    with Fogbell() as fogbell:
        return fogbell.warnings(area)


def main() -> None:
    mcp.run()
