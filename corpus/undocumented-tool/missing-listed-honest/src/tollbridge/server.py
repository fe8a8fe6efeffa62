"""The server."""

import asyncio

import mcp.types as types
from mcp.server import Server
from mcp.server.stdio import stdio_server

from tollbridge.data import ROWS

server = Server("tollbridge")
SCHEMA = {"type": "object", "properties": {"kind": {"type": "string"}}}


@server.list_tools()
async def list_tools() -> list[types.Tool]:
    return [
        types.Tool(name="toll", description="Toll of a kind.", inputSchema=SCHEMA),
        # ok: undocumented-tool
        types.Tool(name="toll_of_yesterday", description="Toll of yesterday.", inputSchema=SCHEMA),
    ]


@server.call_tool()
async def call_tool(name: str, arguments: dict) -> list[types.TextContent]:
    return [types.TextContent(type="text", text=str(ROWS.get(arguments["kind"], 0)))]


async def run() -> None:
    async with stdio_server() as (reader, writer):
        await server.run(reader, writer, server.create_initialization_options())


def main() -> None:
    asyncio.run(run())
