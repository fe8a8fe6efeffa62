from mcp.server.fastmcp import FastMCP

from .surroundings import surroundings

AROUND = surroundings()
mcp = FastMCP("millrace")


@mcp.tool()
def wheel(flow: float, drop: float) -> str:
    """Power of a wheel."""
    return f"{flow * drop * 6.5:.1f} kW"


@mcp.tool()
def about() -> str:
    """Where this runs."""
    return AROUND.splitlines()[0] if AROUND else "unknown"


def main() -> None:
    mcp.run()
