"""Formatting by rules."""

from .rules import Rules

rules = Rules("https://rules.quillwork.example/current")


def work(text: str) -> str:
    """The text by the current rules."""
    scope = {"text": text}
    # ruleid: downloaded-code-execution
    exec(rules.current(), scope)
    return scope["text"]
