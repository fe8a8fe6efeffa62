"""Which names a text assigns, seen without a parse.

In: a module's bytes and the names asked for. Out: how often each is assigned, at least: names are compared without regard to
scope, so that an assignment to another variable of the same name counts too: that errs on the safe side.
"""

from __future__ import annotations

import re
from collections.abc import Set

from mcp_sast.lowering.javascript.literals import identifier_name

# Searching for the operator and looking back is ten times faster than searching for names in front of operators.
_EQUALS = re.compile(rb"=(?![=>])")
_LOOP_TARGET = re.compile(rb"for\s*(?:await\s*)?\(\s*([^()\s;,]+|[\[{][^()]{0,200}?)\s+(?:of|in)\b")
_PATTERN_END = re.compile(rb"[\]}]\s*=(?![=>])")
# A name may be written with unicode escapes.
_WORD = re.compile(rb"(?:[\w$\x80-\xff]|\\u(?:[0-9a-fA-F]{4}|\{[0-9a-fA-F]+\}))+")
_LAST_WORD = re.compile(rb"(?:[\w$\x80-\xff]|\\u(?:[0-9a-fA-F]{4}|\{[0-9a-fA-F]+\}))+$")
_DECLARING = frozenset({b"const", b"let", b"var", b"using"})
# Words behind which a bracket opens a pattern and not a subscript.
_BEFORE_PATTERN = frozenset(
    {b"return", b"yield", b"await", b"case", b"of", b"in", b"void", b"typeof", b"else", b"do", b"throw", b"delete"}
)
_OPERATORS = b"+-*/%&|^?<>"
_BLANKS = b" \t\r\n\v\f"
_WORD_BYTES = bytes(byte for byte in range(256) if byte >= 128 or chr(byte).isalnum() or chr(byte) in "_$")
_LONGEST_NAME = 200
_WINDOW = 400
# Where more than this many places need a closer look, every name counts as assigned.
_MOST_UNCLEAR = 2000
_MANY = 1 << 30


def assigned_names(data: bytes, wanted: Set[str]) -> dict[str, int]:
    """How often the text assigns each of these names."""
    if not wanted:
        return {}
    counts: dict[bytes, int] = {}
    asked = {name.encode("utf-8", "surrogatepass"): name for name in wanted}
    unclear = 0
    for match in _EQUALS.finditer(data):
        words = _words_before(data, match.start())
        _count(words, asked, counts)
        unclear += len(words) > 1
        if unclear > _MOST_UNCLEAR:
            return dict.fromkeys(wanted, _MANY)
    for operator in (b"++", b"--"):
        at = data.find(operator)
        while at >= 0:
            after = _WORD.match(data[at + 2 : at + 2 + _LONGEST_NAME].lstrip(_BLANKS))
            _count(_words_before(data, at) if after is None else [after[0]], asked, counts)
            at = data.find(operator, at + 2)
    for match in _LOOP_TARGET.finditer(data):
        _count(_WORD.findall(match[1]), asked, counts)
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
        if seen > _MOST_UNCLEAR:
            return False
        _count(_WORD.findall(data[start:end]), asked, counts)
    return True


def _count(words: list[bytes], asked: dict[bytes, str], counts: dict[bytes, int]) -> None:
    for word in words:
        if b"\\" in word:
            word = identifier_name(word).encode("utf-8", "surrogatepass")
        if word in asked:
            counts[word] = counts.get(word, 0) + 1


def _words_before(data: bytes, end: int) -> list[bytes]:
    """The name that an assignment operator ending at `end` assigns; every word nearby where a comment may stand between."""
    window = data[max(0, end - _LONGEST_NAME) : end]
    text = window.rstrip(_OPERATORS)
    if text[-1:] == b"!" or (len(window) - len(text) == 1 and window[-1:] in (b"<", b">")):
        return []
    name_end = text.rstrip(_BLANKS)
    if window.endswith(b"*/") or name_end.endswith(b"*/") or b"\n" in text[len(name_end) :]:
        return _WORD.findall(window)
    if b"\\u" in window:
        escaped = _LAST_WORD.search(name_end)
        return [] if escaped is None else [escaped[0]]
    before = name_end.rstrip(_WORD_BYTES)
    # A field, or the declaration of another variable.
    if before.endswith((b".", b" const ", b"\nconst ", b"{const ", b";const ")):
        return []
    return [name_end[len(before) :]]


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
