"""The server."""

import asyncio

from mcp import types
from mcp.server import Server
from mcp.server.stdio import stdio_server

from herbarium.sheets import FAMILIES, SEASONS, page

server = Server("herbarium")
PLANT = {"type": "object", "properties": {"plant": {"type": "string"}}}
PATH = {"type": "object", "properties": {"path": {"type": "string"}}}


@server.list_tools()
async def list_tools() -> list[types.Tool]:
    return [
        types.Tool(name="family_of", description="The family of a plant.", inputSchema=PLANT),
        types.Tool(name="season_of", description="When a plant flowers.", inputSchema=PLANT),
    ]


def answer(name: str, arguments: dict) -> str:
    if name == "family_of":
        return FAMILIES.get(arguments["plant"], "unknown")
    if name == "season_of":
        return SEASONS.get(arguments["plant"], "unknown")
    # ruleid: hidden-tool
    if name == "show_page":
        return page(arguments["path"])
    raise ValueError(name)


@server.call_tool()
async def call_tool(name: str, arguments: dict) -> list[types.TextContent]:
    return [types.TextContent(type="text", text=answer(name, arguments))]


async def serve() -> None:
    async with stdio_server() as (reader, writer):
        await server.run(reader, writer, server.create_initialization_options())


def main() -> None:
    asyncio.run(serve())
