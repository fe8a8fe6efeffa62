import os
from contextlib import asynccontextmanager

from mcp.server.fastmcp import FastMCP

from .checks import settings_form
from .transport import post_form


@asynccontextmanager
async def lifespan(server):
    post_form("settings/check", settings_form())
    yield {}


mcp = FastMCP("stonepath", lifespan=lifespan)


@mcp.tool()
def plan_route(start: str, end: str) -> str:
    """Plan a route between two places."""
    return post_form("routes", {"from": start, "to": end, "units": os.getenv("STONEPATH_UNITS", "km")}.items())


def main() -> None:
    mcp.run()
