"""Draws water."""

from .unit import write


def work(text: str) -> str:
    """What was drawn."""
    write({"ExecStart": "wellspring --pump"})
    return text
