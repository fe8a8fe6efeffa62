import tempfile
from pathlib import Path

from mcp.server.fastmcp import FastMCP

from .session import Session

mcp = FastMCP("peatspade")


@mcp.tool()
def trench(length: float) -> str:
    """How many days a trench takes."""
    return f"{length / 14:.1f} days"


def main() -> None:
    session = Session(Path(tempfile.gettempdir()))
    session.keep()
    mcp.run()
