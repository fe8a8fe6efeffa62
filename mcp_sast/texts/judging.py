"""What a text tells the model, judged.

In: a text that a model reads; the names of the server's own tools, where they are known. Out: a `Verdict` with the words that decided,
or None. An order about the server's own tools is a workflow and nothing more, unless it also changes what the user asked for.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mcp_sast.texts.families import GOVERNED, OTHER_TOOL, SET_ELSEWHERE, STRONG, WEAK
from mcp_sast.texts.languages import FOREIGN
from mcp_sast.texts.normalising import normalised
from mcp_sast.texts.vocabulary import REFUSED, TOOL

SHORTEST = 24
LONGEST_WORDS = 160
_REFUSED = re.compile(REFUSED, re.IGNORECASE)
_TOOL = re.compile(TOOL)
_FIRST_WORD = re.compile(r"[^_\-./\s]*")
_QUOTES = "`'\""


class Verdict(NamedTuple):
    """`kind`: what the order is for; `words`: the stretches of the (normalised) text that decided, the order first."""

    kind: str
    words: tuple[str, ...]


def judge(text: str, own_tools: frozenset[str] = frozenset()) -> Verdict | None:
    """The worst that the text tells a model, None if it tells it only how to use the tool."""
    if len(text) < (SHORTEST if text.isascii() else SHORTEST // 3):
        return None
    line = normalised(text)
    for family in STRONG:
        for match in family.pattern.finditer(line):
            if not (family.refusable and _is_refused(line, match)):
                return Verdict(family.kind, (_short(match[0]),))
    return _in_another_language(line) or _about_other_tools(line, own_tools)


def _in_another_language(line: str) -> Verdict | None:
    for kind, pattern, refused in FOREIGN:
        for match in pattern.finditer(line):
            if refused is None or not refused.search(line, max(0, match.start() - 24), match.end() + 8):
                return Verdict(kind, (_short(match[0]),))
    return None


def _about_other_tools(line: str, own_tools: frozenset[str]) -> Verdict | None:
    """An order to call something or to set its arguments, and marks that it serves no workflow: a pretext, a threat, a harmful act,
    a value made up, a rule for when some tool is used. Where the server's own tools are known, a rule for another server's tool that
    calls one that is not the server's either needs no further mark."""
    for family, needed in ((OTHER_TOOL, 2), (SET_ELSEWHERE, 3)):
        for match in family.pattern.finditer(line):
            names = _names(match[0])
            if own_tools and all(name in own_tools for name in names):
                continue
            governed = GOVERNED.pattern.search(line)
            marks = [_short(found[0]) for mark in WEAK if (found := mark.pattern.search(line)) is not None]
            marks.extend([_short(governed[0])] if governed is not None else [])
            foreign = bool(own_tools) and governed is not None and _are_foreign({*names, *_names(governed[0])}, own_tools)
            if len(marks) >= needed - foreign:
                return Verdict(family.kind, (_short(match[0]), *marks))
    return None


def _names(words: str) -> list[str]:
    return [name.strip(_QUOTES) for name in _TOOL.findall(words)]


def _are_foreign(names: set[str], own_tools: frozenset[str]) -> bool:
    """Are these tools of somebody else? Not if they begin like the server's own, whose list may be known in part only."""
    own = {_FIRST_WORD.match(tool.lower())[0] for tool in own_tools if tool}  # type: ignore[index]
    return bool(names) and all(_FIRST_WORD.match(name.lower())[0] not in own for name in names)  # type: ignore[index]


def _is_refused(line: str, match: re.Match[str]) -> bool:
    """Does the sentence around the match forbid, or speak of what is refused?"""
    start = max(line.rfind(". ", 0, match.start()), line.rfind("; ", 0, match.start())) + 1
    end = line.find(". ", match.end())
    return _REFUSED.search(line, start, end if end > 0 else len(line)) is not None


def _short(words: str) -> str:
    words = words.strip()
    return words if len(words) <= LONGEST_WORDS else words[: LONGEST_WORDS - 1] + "…"
