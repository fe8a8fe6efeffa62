"""Patterns that a policy blocks.

In: patterns, plain or `regex:…`, and a text. Out: the first pattern that matches, and the words that it matched.

Plain ones are searched whatever the case, in the text as a model reads it: look-alike letters, invisible characters and blanks make no
difference. Expressions are run by RE2, in time linear in the text, on that form and on the text as it stands.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from mcp_sast.texts.normalising import normalised

REGEX = "regex:"
MOST_SHOWN = 80


class Match(NamedTuple):
    """`words`: what the pattern matched, shortened if it is long."""

    pattern: str
    words: str


class Blocked:
    """The patterns of one server, compiled once."""

    def __init__(self, patterns: tuple[str, ...]) -> None:
        self._plain = [(one, _folded(one)) for one in patterns if not one.startswith(REGEX)]
        self._expressions: list[tuple[str, Any]] = []
        expressions = [one for one in patterns if one.startswith(REGEX)]
        if expressions:
            import re2

            self._expressions = [(one, re2.compile(one.removeprefix(REGEX))) for one in expressions]
        self._known: dict[str, Match | None] = {}

    def first_in(self, text: str) -> Match | None:
        """The first pattern that the text matches, plain ones first."""
        if text not in self._known:
            self._known[text] = self._search(text)
        return self._known[text]

    def _search(self, text: str) -> Match | None:
        text = text.encode("utf-8", "replace").decode("utf-8")  # RE2 takes no halves of characters
        read = normalised(text)
        folded = read.casefold()
        for pattern, words in self._plain:
            if words and words in folded:
                return Match(pattern, _short(words))
        for pattern, expression in self._expressions:
            for form in (read, text):
                found = expression.search(form)
                if found is not None:
                    return Match(pattern, _short(found[0]))
        return None


def _folded(pattern: str) -> str:
    return normalised(pattern).casefold()


def _short(words: str) -> str:
    return words if len(words) <= MOST_SHOWN else words[: MOST_SHOWN - 1] + "…"
