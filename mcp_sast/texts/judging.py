"""What a text tells the model, judged.

In: a text that a model reads; the names of the server's own tools, where they are known. Out: a `Verdict` with the words that decided, or
None. An order about the server's own tools is a workflow and nothing more, unless it also changes what the user asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from mcp_sast.texts.families import OTHER_TOOL, SET_ELSEWHERE, STRONG, WEAK, Family
from mcp_sast.texts.normalising import normalised
from mcp_sast.texts.vocabulary import REFUSED, TOOL

SHORTEST = 24
LONGEST_WORDS = 160
_REFUSED = re.compile(REFUSED, re.IGNORECASE)
_TOOL = re.compile(TOOL)
_QUOTES = "`'\""


class Verdict(NamedTuple):
    """`kind`: what the order is for; `words`: the stretches of the (normalised) text that decided, the order first."""

    kind: str
    words: tuple[str, ...]


def judge(text: str, own_tools: frozenset[str] = frozenset()) -> Verdict | None:
    """The worst that the text tells a model, None if it tells it only how to use the tool."""
    if len(text) < SHORTEST:
        return None
    line = normalised(text)
    for family in STRONG:
        for match in family.pattern.finditer(line):
            if not (family.refusable and _is_refused(line, match)):
                return Verdict(family.kind, (_short(match[0]),))
    return _about_other_tools(line, own_tools)


def _about_other_tools(line: str, own_tools: frozenset[str]) -> Verdict | None:
    """An order to call something or to set its arguments, and marks that it serves no workflow: a pretext, a threat, a harmful act, a
    value made up. Where the server's own tools are known, a call of a tool that is none of them needs one mark less."""
    for family, needed in ((OTHER_TOOL, 2), (SET_ELSEWHERE, 3)):
        for match in family.pattern.finditer(line):
            names = [name.strip(_QUOTES) for name in _TOOL.findall(match[0])]
            if own_tools and all(name in own_tools for name in names):
                continue
            marks = list(_marks(line))
            if len(marks) >= needed - (bool(own_tools) and bool(names)):
                return Verdict(family.kind, (_short(match[0]), *marks))
    return None


def _marks(line: str) -> Iterator[str]:
    for family in WEAK:
        found = family.pattern.search(line)
        if found is not None:
            yield _short(found[0])


def _is_refused(line: str, match: re.Match[str]) -> bool:
    """Does the sentence around the match forbid, or speak of what is refused?"""
    start = max(line.rfind(". ", 0, match.start()), line.rfind("; ", 0, match.start())) + 1
    end = line.find(". ", match.end())
    return _REFUSED.search(line, start, end if end > 0 else len(line)) is not None


def _short(words: str) -> str:
    words = words.strip()
    return words if len(words) <= LONGEST_WORDS else words[: LONGEST_WORDS - 1] + "…"


__all__ = ["Family", "Verdict", "judge"]
