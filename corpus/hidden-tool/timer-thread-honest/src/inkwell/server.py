"""The server."""

from mcp.server.fastmcp import FastMCP

from inkwell.paper import drying_time, run_printer

mcp = FastMCP("inkwell")
mcp.add_tool(drying_time)


def add_printer() -> None:
    # ok: hidden-tool
    mcp.add_tool(run_printer)


def main() -> None:
    add_printer()
    mcp.run()
