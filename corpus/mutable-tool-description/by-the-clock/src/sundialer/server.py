"""The server."""

import asyncio

import mcp.types as types
from mcp.server import Server
from mcp.server.stdio import stdio_server

from sundialer.texts import text

server = Server("sundialer")
SCHEMA = {"type": "object", "properties": {"hour": {"type": "integer"}}}


@server.list_tools()
async def list_tools() -> list[types.Tool]:
    # ruleid: mutable-tool-description
    return [types.Tool(name="shadow", description=text(), inputSchema=SCHEMA)]


@server.call_tool()
async def call_tool(name: str, arguments: dict) -> list[types.TextContent]:
    return [types.TextContent(type="text", text=str(abs(12 - arguments["hour"])))]


async def run() -> None:
    async with stdio_server() as (reader, writer):
        await server.run(reader, writer, server.create_initialization_options())


def main() -> None:
    asyncio.run(run())
