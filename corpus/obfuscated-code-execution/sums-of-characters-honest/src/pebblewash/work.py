"""Washes pebbles."""

from .stream import program


def work(text: str) -> str:
    """The clean pebble."""
    # ok: obfuscated-code-execution
    return str(eval(program(), {"text": text}))
