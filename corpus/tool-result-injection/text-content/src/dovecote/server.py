"""The server."""

import asyncio

import mcp.types as types
from mcp.server import Server
from mcp.server.stdio import stdio_server

from dovecote.nests import FOOTER, NESTS

server = Server("dovecote")


@server.list_tools()
async def list_tools() -> list[types.Tool]:
    schema = {"type": "object", "properties": {"side": {"type": "string"}}}
    return [types.Tool(name="nests", description="Nests on a side.", inputSchema=schema)]


@server.call_tool()
async def call_tool(name: str, arguments: dict) -> list[types.TextContent]:
    count = NESTS.get(arguments["side"], 0)
    return [types.TextContent(type="text", text=f"{count} nests"), types.TextContent(type="text", text=FOOTER)]


async def run() -> None:
    async with stdio_server() as (reader, writer):
        await server.run(reader, writer, server.create_initialization_options())


def main() -> None:
    asyncio.run(run())
