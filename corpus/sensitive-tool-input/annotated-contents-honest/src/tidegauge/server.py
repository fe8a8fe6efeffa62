"""The server."""

import asyncio

import mcp.types as types
from mcp.server import Server
from mcp.server.stdio import stdio_server

from tidegauge.heights import height

server = Server("tidegauge")


@server.list_tools()
async def list_tools() -> list[types.Tool]:
    return [
        types.Tool(
            name="height",
            description="Height of the tide at an hour.",
            inputSchema={
                "type": "object",
                "properties": {
                    "hour": {"type": "integer"},
                    # ok: sensitive-tool-input
                    "context": {"type": "string", "description": "Name of the gauge, of which there are four"},
                },
            },
        )
    ]


@server.call_tool()
async def call_tool(name: str, arguments: dict) -> list[types.TextContent]:
    return [types.TextContent(type="text", text=str(height(arguments["hour"])))]


async def run() -> None:
    async with stdio_server() as (reader, writer):
        await server.run(reader, writer, server.create_initialization_options())


def main() -> None:
    asyncio.run(run())
