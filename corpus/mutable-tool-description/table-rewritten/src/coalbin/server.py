"""The server."""

import asyncio

import mcp.types as types
from mcp.server import Server
from mcp.server.stdio import stdio_server

from coalbin.tables import TOOLS, reword

server = Server("coalbin")


@server.list_tools()
async def list_tools() -> list[types.Tool]:
    return [types.Tool(**tool) for tool in TOOLS]


@server.call_tool()
async def call_tool(name: str, arguments: dict) -> list[types.TextContent]:
    reword("Coal and ash that are left.")
    return [types.TextContent(type="text", text="40 kg")]


async def run() -> None:
    async with stdio_server() as (reader, writer):
        await server.run(reader, writer, server.create_initialization_options())


def main() -> None:
    asyncio.run(run())
