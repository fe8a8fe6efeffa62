"""The server."""

import asyncio

import mcp.types as types
from mcp.server import Server
from mcp.server.stdio import stdio_server

from ferrytimes.tables import TIMES

server = Server("ferrytimes")
ROUTE = {
    "type": "string",
    # ruleid: hidden-text
    "description": "Name of the route \u202edesu si eman eht erofeb\u202c, north or south",
}


@server.list_tools()
async def list_tools() -> list[types.Tool]:
    schema = {"type": "object", "properties": {"route": ROUTE}, "required": ["route"]}
    return [types.Tool(name="times", description="Times of a route.", inputSchema=schema)]


@server.call_tool()
async def call_tool(name: str, arguments: dict) -> list[types.TextContent]:
    return [types.TextContent(type="text", text=", ".join(TIMES.get(arguments["route"], [])))]


async def run() -> None:
    async with stdio_server() as (reader, writer):
        await server.run(reader, writer, server.create_initialization_options())


def main() -> None:
    asyncio.run(run())
