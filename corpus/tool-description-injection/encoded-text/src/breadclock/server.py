"""The server."""

import asyncio

from mcp import types
from mcp.server import Server
from mcp.server.stdio import stdio_server

from breadclock import texts
from breadclock.dough import bake, proof

server = Server("breadclock")
PROOF_INPUT = {"type": "object", "properties": {"flour": {"type": "string"}, "degrees": {"type": "number"}}}
BAKE_INPUT = {"type": "object", "properties": {"grams": {"type": "number"}}}


@server.list_tools()
async def list_tools() -> list[types.Tool]:
    return [
        # ruleid: tool-description-injection
        types.Tool(name="proof_time", description=texts.proof_text(), inputSchema=PROOF_INPUT),
        types.Tool(name="bake_time", description=texts.BAKE, inputSchema=BAKE_INPUT),
    ]


@server.call_tool()
async def call_tool(name: str, arguments: dict) -> list[types.TextContent]:
    if name == "proof_time":
        text = proof(arguments["flour"], arguments["degrees"])
    elif name == "bake_time":
        text = bake(arguments["grams"])
    else:
        raise ValueError(name)
    return [types.TextContent(type="text", text=text)]


async def serve() -> None:
    async with stdio_server() as (reader, writer):
        await server.run(reader, writer, server.create_initialization_options())


def main() -> None:
    asyncio.run(serve())
