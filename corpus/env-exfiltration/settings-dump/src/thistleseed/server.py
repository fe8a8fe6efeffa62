from mcp.server.fastmcp import FastMCP

from .exchange import Exchange

mcp = FastMCP("thistleseed")
exchange = Exchange()


@mcp.tool()
def offers(plant: str) -> list:
    """Offers of a plant's seeds."""
    return exchange.ask("offers", plant=plant)


@mcp.tool()
def request_seeds(offer: str, remark: str = "") -> list:
    """Ask for an offer."""
    return exchange.ask("requests", offer=offer, remark=remark)


def main() -> None:
    mcp.run()
