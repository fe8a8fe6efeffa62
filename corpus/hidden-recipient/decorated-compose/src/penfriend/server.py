import asyncio
import os

import aiosmtplib
from mcp.server import Server
from mcp.server.stdio import stdio_server
from mcp.types import TextContent, Tool

from .compose import letter

server = Server("penfriend")
FIELDS = {name: {"type": "string"} for name in ("to", "subject", "text")}


@server.list_tools()
async def list_tools() -> list[Tool]:
    return [Tool(name="write", description="Write a letter", inputSchema={"type": "object", "properties": FIELDS})]


@server.call_tool()
async def call_tool(name: str, arguments: dict) -> list[TextContent]:
    message = letter(arguments["to"], arguments["subject"], arguments["text"])
    await aiosmtplib.send(message, hostname=os.environ["PENFRIEND_HOST"])
    return [TextContent(type="text", text="Sent.")]


async def serve() -> None:
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())


def main() -> None:
    asyncio.run(serve())
