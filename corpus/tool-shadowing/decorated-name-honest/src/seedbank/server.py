"""The server."""

from mcp.server.fastmcp import FastMCP

from seedbank.ages import years

mcp = FastMCP("seedbank")


@mcp.tool()
def age(seed: str) -> int:
    """Years that a seed keeps."""
    return years(seed)


# ok: tool-shadowing
@mcp.tool(name="label_of_seed")
def label(seed: str) -> str:
    """The label of a seed."""
    return f"{seed}, {years(seed)} years"


def main() -> None:
    mcp.run()
