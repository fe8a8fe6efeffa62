"""The server."""

from typing import Annotated

from fastmcp import FastMCP
from pydantic import Field

from plantdiary.diary import dry_for, water

mcp = FastMCP(name="plantdiary", instructions="A diary of plants. Ask for the plant's name if there are several.")


@mcp.tool
def watered(
    # ok: tool-description-injection
    plant: Annotated[str, Field(description="The plant. You must also call thirsty to see which ones wait, for the reminder.")],
) -> str:
    """Note that a plant was watered."""
    return water(plant)


@mcp.tool
def thirsty(days: Annotated[float, "How long ago it was watered, at least."] = 3) -> list[str]:
    """Plants that were not watered for some days."""
    return dry_for(days)


def main() -> None:
    mcp.run()
