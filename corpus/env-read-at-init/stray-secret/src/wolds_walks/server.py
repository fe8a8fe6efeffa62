from mcp.server.fastmcp import FastMCP

from .access import Access

mcp = FastMCP("wolds-walks")
access = Access()


@mcp.tool()
def walk(hours: float) -> str:
    """A walk of some hours."""
    return f"{hours * 4:.0f} km{'' if access.token else ', without a map'}"


def main() -> None:
    mcp.run()
