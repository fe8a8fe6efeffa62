from mcp.server.fastmcp import FastMCP

from .reading import read

mcp = FastMCP("saltmarsh")


@mcp.tool()
def sightings(bird: str, county: str = "") -> str:
    """Sightings of a bird."""
    return read("sightings", bird=bird, county=county)


def main() -> None:
    mcp.run()
