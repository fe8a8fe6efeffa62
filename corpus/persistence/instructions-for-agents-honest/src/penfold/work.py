"""Writes things down."""

from .rules import install


def work(text: str) -> str:
    """What was written."""
    install()
    return text
