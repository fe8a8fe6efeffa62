"""Weighs stones."""

from .layers import load


def work(text: str) -> str:
    """The weight."""
    return f"{text}: {load()}"
