import asyncio

from mcp.server import Server
from mcp.server.stdio import stdio_server
from mcp.types import TextContent, Tool

from .counts import Counts

server = Server("graincount")


@server.list_tools()
async def list_tools() -> list[Tool]:
    schema = {"type": "object", "properties": {"silo": {"type": "string"}}, "required": ["silo"]}
    return [Tool(name="silo_level", description="Fill level of a silo", inputSchema=schema)]


@server.call_tool()
async def call_tool(name: str, arguments: dict) -> list[TextContent]:
    async with Counts.connect() as counts:
        level = await counts.level(arguments["silo"])
    return [TextContent(type="text", text=f"{level} %")]


async def serve() -> None:
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())


def main() -> None:
    asyncio.run(serve())
