"""What stands in a text without being shown: to a person the text says less than to a model.

In: a text as it is. Out: `Hidden`s: what hides, and the stretch of the text that does. What scripts and emoji need is not it: joiners,
variation selectors, tag sequences of flags, marks of direction beside letters that run from right to left.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from mcp_sast.texts.judging import judge

# Wider than any indentation or column of a table that was seen in real servers.
WIDEST_GAP = 80
MOST_BLANK_LINES = 12
FEWEST_WORDS_OF_A_COMMENT = 4
FEWEST_STRAY = 3

_GAP = re.compile(rf"(?<=\S)[^\S\n]{{{WIDEST_GAP},}}(?=[^\s|])|\n[^\S\n]{{200,}}(?=[^\s|])")
_BLANK_LINES = re.compile(rf"(?:\n[^\S\n]*){{{MOST_BLANK_LINES + 1},}}\n?(?=\s*\S)")
_PADDINGS = ((_GAP, "a gap so wide that what follows is out of sight"), (_BLANK_LINES, "empty lines that push text out of sight"))
_ANSI = re.compile(r"[\x1b\x9b][\[\]()PX^_]?[^\x1b\s]{0,24}|\x08{3,}|[^\n\r\x08]\x08[^\n\x08](?:[^\n\x08]?\x08)+")
_OVERWRITE = re.compile(r"[^\r\n]{8,}\r(?![\r\n])[^\r\n]{3,}")
_COMMENT = re.compile(
    r"<!--(?!\s*\[|<!)(?P<html>.*?)(?P<end>-->|\Z)"
    r"|^[ \t]*\[[^\]\n]{0,40}\]:\s*(?:#|<>|<#>)\s+[(\"'](?P<markdown>[^\n]*)[)\"']",
    re.DOTALL | re.MULTILINE,
)
_STYLED = re.compile(
    r"<(?P<tag>[a-z]+)\b[^>]*(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0"
    r"|opacity\s*:\s*0(?![.\d])|\bhidden\b(?!\s*=\s*['\"]?false))"
    r"[^>]*>(?P<inner>[^<]{12,})",
    re.IGNORECASE,
)
_SHOWN_AS_EXAMPLE = re.compile(
    r"(?:\b(?:e\.?g|for\s+example|examples?|such\s+as|like|syntax|comments?|markers?|supports?)\b[^\n]{0,40}|[`\"'(])$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_OVERRIDES = frozenset("\u202d\u202e")
_JOINERS = frozenset("\u200c\u200d")
_INVISIBLE = frozenset(
    "\u200b\u200e\u200f\u2060\u2061\u2062\u2063\u2064\u206a\u206b\u206c\u206d\u206e\u206f\ufeff\u180e\u00ad\u034f\u3164\uffa0\u115f\u1160"
)
_MARKS_OF_DIRECTION = frozenset("\u200e\u200f")
_FLAG, _END_OF_FLAG = "\U0001f3f4", "\U000e007f"
_TAGS = range(0xE0000, 0xE0080)
_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
_KEYCAPS = frozenset("0123456789#*")
# Scripts whose letters joiners shape, and scripts that have no spaces between words.
_JOINED = ("ARABIC", "SYRIAC", "MONGOLIAN", "NKO", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU", "KANNADA",
           "MALAYALAM", "SINHALA", "TIBETAN", "MYANMAR", "KHMER", "THAI", "LAO", "JAVANESE", "BALINESE", "MANDAIC", "ADLAM", "PHAGS-PA")
_UNSPACED = ("THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN", "CJK", "HIRAGANA", "KATAKANA", "HANGUL")
_FROM_THE_RIGHT = frozenset({"R", "AL", "AN"})


class Hidden(NamedTuple):
    """`what`: what hides, in words; `start`, `end`: where in the text; `says`: what can be read of it, "" if nothing."""

    what: str
    start: int
    end: int
    says: str = ""


def hidden_in(text: str) -> tuple[Hidden, ...]:
    """All that hides in a text, in order, one of each kind."""
    found: dict[str, Hidden] = {}
    for one in (*_unseen(text), *_controls(text), *_comments(text), *_padding(text)):
        found.setdefault(one.what, one)
    return tuple(sorted(found.values(), key=lambda one: (one.start, one.what)))


def _unseen(text: str) -> Iterator[Hidden]:
    """Characters that nothing is drawn for."""
    if text.isascii():
        return
    strays: list[int] = []
    at = 0
    while at < len(text):
        character = text[at]
        code = ord(character)
        if code in _TAGS:
            end = _run(text, at, _TAGS)
            if not _is_flag(text, at, end):
                says = "".join(chr(ord(c) - 0xE0000) for c in text[at:end] if 0x20 <= ord(c) - 0xE0000 < 0x7F)
                yield Hidden("letters written as invisible tags", at, end, says)
            at = end
            continue
        if any(code in block for block in _SELECTORS):
            end = at + 1
            while end < len(text) and any(ord(text[end]) in block for block in _SELECTORS):
                end += 1
            if end - at > 1 or not _takes_selector(text, at):
                yield Hidden("variation selectors that select nothing", at, end)
            at = end
            continue
        if character in _BIDI:
            if character in _OVERRIDES or not _has_right_to_left(text):
                yield Hidden("marks that turn the direction of text", at, at + 1)
        elif character in _JOINERS:
            if not _joins(text, at):
                strays.append(at)
        elif character in _INVISIBLE and not _is_needed(text, at):
            strays.append(at)
        at += 1
    inside = [at for at in strays if _splits_word(text, at)]
    if inside or len(strays) >= FEWEST_STRAY:
        first = (inside or strays)[0]
        yield Hidden("invisible characters", first, first + 1)


def _run(text: str, start: int, block: range) -> int:
    end = start
    while end < len(text) and ord(text[end]) in block:
        end += 1
    return end


def _is_flag(text: str, start: int, end: int) -> bool:
    """A flag of a region: the black flag, two to six letters or digits as tags, the closing tag."""
    return start > 0 and text[start - 1] == _FLAG and text[end - 1] == _END_OF_FLAG and 3 <= end - start <= 7


def _takes_selector(text: str, at: int) -> bool:
    """Does what stands before have variants: a symbol, an emoji, an ideograph, the digit of a keycap, a letter of some scripts?"""
    if at == 0:
        return False
    before = text[at - 1]
    if before in _KEYCAPS:
        return True
    if before.isascii():
        return before in "#*©®"
    return unicodedata.category(before) in ("So", "Sm", "Sk", "Po", "Lo", "Nl", "No", "Pd", "Cn", "Mn")


def _joins(text: str, at: int) -> bool:
    """Is a joiner between letters that it shapes, or between parts of an emoji?"""
    around = [text[i] for i in (at - 1, at + 1) if 0 <= i < len(text)]
    if not around:
        return False
    if any(_script_of(c, _JOINED) for c in around):
        return True
    before = around[0]
    return len(around) == 2 and (unicodedata.category(before) in ("So", "Sk", "Mn", "Cn", "Sm") or before == "\ufe0f")


def _is_needed(text: str, at: int) -> bool:
    character = text[at]
    around = [text[i] for i in (at - 1, at + 1) if 0 <= i < len(text)]
    if character == "\ufeff" and at == 0:
        return True
    if character in _MARKS_OF_DIRECTION:
        return _has_right_to_left(text)
    if character == "\u200b":
        return any(_script_of(c, _UNSPACED) for c in around)
    if character in "\u3164\uffa0\u115f\u1160":
        return any(_script_of(c, ("HANGUL",)) for c in around if c not in "\u3164\uffa0\u115f\u1160")
    if character == "\u180e":
        return any(_script_of(c, ("MONGOLIAN",)) for c in around)
    if character == "\u00ad":  # an author's hyphenation: in long words, one a word
        return len(re.findall(r"\w*$", text[:at].replace("\u00ad", ""))[0]) >= 3 and _next_is_letter(text, at, 3)
    return False


def _next_is_letter(text: str, at: int, count: int) -> bool:
    return text[at + 1 : at + 1 + count].isalpha() and len(text[at + 1 : at + 1 + count]) == count


def _script_of(character: str, scripts: tuple[str, ...]) -> bool:
    return not character.isascii() and unicodedata.name(character, "").startswith(scripts)


def _has_right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(c) in _FROM_THE_RIGHT for c in text if not c.isascii())


def _splits_word(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return before.isalnum() and after.isalnum()


def _controls(text: str) -> Iterator[Hidden]:
    escape = _ANSI.search(text)
    if escape is not None:
        yield Hidden("terminal escapes", escape.start(), escape.end())
    written = _OVERWRITE.search(text) if "\r" in text and "\n" in text.replace("\r\n", "") else None
    if written is not None:
        yield Hidden("a return that lets one line be written over", written.start(), written.end())


def _comments(text: str) -> Iterator[Hidden]:
    if "<" not in text and "]:" not in text:
        return
    for match in _COMMENT.finditer(text):
        says = (match["html"] or match["markdown"] or "").strip()
        if len(_WORD.findall(says)) < FEWEST_WORDS_OF_A_COMMENT:
            continue
        is_example = _SHOWN_AS_EXAMPLE.search(text, max(0, match.start() - 80), match.start()) is not None
        is_open = match["html"] is not None and not match["end"]
        if (is_example or is_open) and judge(says) is None:
            continue
        yield Hidden("a comment", match.start(), match.end(), says)
        break
    for match in _STYLED.finditer(text):
        if not _SHOWN_AS_EXAMPLE.search(text, max(0, match.start() - 80), match.start()):
            yield Hidden("markup that is not displayed", match.start(), match.end(), match["inner"].strip())
            break


def _padding(text: str) -> Iterator[Hidden]:
    for pattern, what in _PADDINGS:
        for match in pattern.finditer(text):
            rest = text[match.end() : match.end() + 400]
            if len(_WORD.findall(rest)) >= FEWEST_WORDS_OF_A_COMMENT - 1:
                yield Hidden(what, match.start(), match.end(), rest.strip()[:160])
                break
