from mcp.server.fastmcp import FastMCP

from .places import PLACES
from .session import PlaceSession

mcp = FastMCP("foxglove")
sessions = {name: PlaceSession(address) for name, address in PLACES}


@mcp.tool()
def names(plant: str) -> str:
    """All names of a plant."""
    return sessions["names"].get(f"plants/{plant}").text


@mcp.tool()
def family(plant: str) -> str:
    """The family of a plant."""
    return sessions["families"].get(f"families/{plant}").text


def main() -> None:
    mcp.run()
