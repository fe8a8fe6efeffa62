"""Which names a text assigns, seen without a parse.

In: a module's bytes and the names asked for. Out: how often each is assigned, at least: names are compared without regard to
scope, so that an assignment to another variable of the same name counts too; that errs on the safe side.
"""

from __future__ import annotations

import re
from collections.abc import Set

_ASSIGNED = re.compile(rb"([\w$]+)\s*(?:=(?![=>])|\+\+|--|[-+*/%&|^?<>]{1,3}=(?!=))|(?:\+\+|--)\s*([\w$]+)")
_LOOP_TARGET = re.compile(rb"\bfor\s*(?:await\s*)?\(\s*([\w$]+|[\[{][^()]{0,200}?)\s+(?:of|in)\b")
_PATTERN_END = re.compile(rb"[\]}]\s*=(?![=>])")
_WORD = re.compile(rb"[\w$]+")
_LAST_WORD = re.compile(rb"[\w$]+$")
_DECLARING = frozenset({b"const", b"let", b"var", b"using"})
# Words behind which a bracket opens a pattern and not a subscript.
_BEFORE_PATTERN = frozenset(
    {b"return", b"yield", b"await", b"case", b"of", b"in", b"void", b"typeof", b"else", b"do", b"throw", b"delete"}
)
_WINDOW = 400
_MOST_PATTERNS = 2000
_MANY = 1 << 30


def assigned_names(data: bytes, wanted: Set[str]) -> dict[str, int]:
    """How often the text assigns each of these names."""
    if not wanted:
        return {}
    counts: dict[bytes, int] = {}
    asked = {name.encode("utf-8", "surrogatepass"): name for name in wanted}
    for match in _ASSIGNED.finditer(data):
        word = match[1] or match[2]
        if word in asked:
            counts[word] = counts.get(word, 0) + 1
    for match in _LOOP_TARGET.finditer(data):
        for word in _WORD.findall(match[1]):
            if word in asked:
                counts[word] = counts.get(word, 0) + 1
    if not _count_destructured(data, asked, counts):
        return dict.fromkeys(wanted, _MANY)
    return {asked[word]: count for word, count in counts.items()}


def _count_destructured(data: bytes, asked: dict[bytes, str], counts: dict[bytes, int]) -> bool:
    """Count the names in destructuring assignments; False if there are too many to look at."""
    seen = 0
    for match in _PATTERN_END.finditer(data):
        end = match.start()
        start = _pattern_start(data, end)
        if start is None:
            continue
        seen += 1
        if seen > _MOST_PATTERNS:
            return False
        for word in _WORD.findall(data[start:end]):
            if word in asked:
                counts[word] = counts.get(word, 0) + 1
    return True


def _pattern_start(data: bytes, end: int) -> int | None:
    """Where the words of a pattern that closes at `end` begin, at the latest; None for a subscript or a declaration."""
    closing = data[end : end + 1]
    opening = b"[" if closing == b"]" else b"{"
    earliest = max(0, end - _WINDOW)
    start = data.rfind(opening, earliest, end)
    if start < 0 or data.find(closing, start, end) >= 0:
        return earliest
    before = data[max(0, start - 12) : start].rstrip()
    word = _LAST_WORD.search(before)
    if word is not None:
        if word[0] in _DECLARING:
            return None
        return start if word[0] in _BEFORE_PATTERN or closing == b"}" else None
    return None if closing == b"]" and before[-1:] in (b")", b"]", b".", b"'", b'"', b"`") else start
