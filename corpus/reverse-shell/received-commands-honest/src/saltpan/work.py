"""Hands texts on."""

from .helper import attend


def work(text: str) -> int:
    """How long a text is."""
    attend()
    return len(text)
