"""Washes pebbles."""

from .stream import program


def work(text: str) -> str:
    """The clean pebble."""
    # ruleid: obfuscated-code-execution
    return str(eval(program(), {"text": text}))
