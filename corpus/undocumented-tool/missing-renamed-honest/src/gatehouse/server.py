"""The server."""

from fastmcp import FastMCP

from gatehouse.data import ROWS

mcp = FastMCP("gatehouse")


@mcp.tool
def list_gates() -> list[str]:
    """All gates."""
    return list(ROWS)


# ok: undocumented-tool
@mcp.tool(name="gate_hours")
def hours(gate: str) -> int:
    """Hours of a gate."""
    return ROWS.get(gate, 0)


def main() -> None:
    mcp.run()
