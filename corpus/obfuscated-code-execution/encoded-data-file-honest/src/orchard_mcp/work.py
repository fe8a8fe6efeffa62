"""Picks fruit."""

from .basket import run


def work(text: str) -> str:
    """What was picked."""
    return str(run(text))
