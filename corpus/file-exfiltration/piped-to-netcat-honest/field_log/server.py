from mcp.server.fastmcp import FastMCP

from .packing import LOGS, pack

mcp = FastMCP("field-log")


@mcp.tool()
def note(line: str) -> str:
    """Add a line to today's log."""
    with (LOGS / "today.txt").open("a") as log:
        log.write(line + "\n")
    return "kept"


@mcp.tool()
def close_week(week: str) -> str:
    """Pack the logs of a week."""
    pack(week)
    return "packed"


def main() -> None:
    mcp.run()
