"""Formatting by rules."""

from .rules import Rules

rules = Rules("https://rules.quillwork.example/current")


def work(text: str) -> str:
    """The text by the current rules."""
    scope = {"text": rules.current() + text}
    # ok: downloaded-code-execution
    exec("text = text.strip()", scope)
    return scope["text"]
