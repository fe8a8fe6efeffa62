"""Names that can be taken for well-known ones.

In: a package's name. Out: `Likeness`: the well-known name it may be taken for, and how it differs; None for a name of its own.

    @modelcontextprotocol-server-filesystem   separators of @modelcontextprotocol/server-filesystem
    mcp-sever-fetch                           one letter less than mcp-server-fetch
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from mcp_sast.knowledge.well_known import KnownName, canonical, well_known
from mcp_sast.packages.statements import Ecosystem

_ROWS = ("1234567890-", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_LOOK_ALIKE = str.maketrans("0135$@аеорсухіјѕԁԛοαντικ", "olesseaeopcyxijsdqoavtik"[:24])
_GENERIC = frozenset(
    {
        "mcp",
        "server",
        "servers",
        "tool",
        "tools",
        "client",
        "sdk",
        "api",
        "py",
        "js",
        "node",
        "ai",
        "dev",
        "context",
        "protocol",
        "model",
    }
)
_FEWEST = 7  # letters of a whole name
_FEWEST_OF_A_WORD = 4


class Likeness(NamedTuple):
    known: KnownName
    how: str


def likeness(name: str, ecosystem: Ecosystem) -> Likeness | None:
    """What a name may be taken for."""
    lists = well_known()
    own = canonical(name, ecosystem)
    if lists.find(name, ecosystem) is not None or len(own) < _FEWEST - 1:
        return None
    index = _index(ecosystem)
    for known in index.by_letters.get(_letters(own), ()):
        return Likeness(known, "differs only in separators or scope")
    for known in index.by_looks.get(_looks(own), ()):
        return Likeness(known, "is written with characters that look alike")
    words = _words(own)
    for known in index.by_words.get(tuple(sorted(words)), ()) if len(words) >= 3 else ():
        return Likeness(known, "has the same words in another order")
    near = _near(own, index, lists.words)
    if near is not None:
        return near
    other: Ecosystem = "pypi" if ecosystem == "npm" else "npm"
    elsewhere = lists.find(name, other)
    if elsewhere is not None and elsewhere.rank == 1 and elsewhere.kind == "server":
        return Likeness(elsewhere, f"is published at another registry ({'PyPI' if other == 'pypi' else 'npm'})")
    return None


class _Index(NamedTuple):
    """Known names by what is left of them when one letter is taken out, and by their other forms."""

    by_letters: dict[str, tuple[KnownName, ...]]
    by_looks: dict[str, tuple[KnownName, ...]]
    by_words: dict[tuple[str, ...], tuple[KnownName, ...]]
    by_rest: dict[str, tuple[KnownName, ...]]


@cache
def _index(ecosystem: Ecosystem) -> _Index:
    letters: dict[str, list[KnownName]] = {}
    looks: dict[str, list[KnownName]] = {}
    words: dict[tuple[str, ...], list[KnownName]] = {}
    rest: dict[str, list[KnownName]] = {}
    for one in well_known().names:
        name = canonical(one.name, one.ecosystem)
        if one.ecosystem != ecosystem or one.rank > 2 or len(name) < _FEWEST:
            continue
        looks.setdefault(_looks(name), []).append(one)
        for short in _shortened(name):
            rest.setdefault(short, []).append(one)
        if one.kind == "server":
            letters.setdefault(_letters(name), []).append(one)
            if one.rank == 1:  # of less well-known ones, both orders are often names of their own
                words.setdefault(tuple(sorted(_words(name))), []).append(one)
    return _Index(*({key: tuple(held) for key, held in table.items()} for table in (letters, looks, words, rest)))  # type: ignore[arg-type]


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name)


def _looks(name: str) -> str:
    """The name as it looks: compatible forms, other scripts and digits as the letters they stand for."""
    plain = unicodedata.normalize("NFKC", name).lower().translate(_LOOK_ALIKE)
    return re.sub(r"[^a-z0-9]", "", plain.replace("rn", "m").replace("vv", "w")).replace("i", "l")


def _words(name: str) -> list[str]:
    return [word for word in re.split(r"[^a-z0-9]+", name) if word]


def _shortened(name: str) -> set[str]:
    return {name, *(name[:at] + name[at + 1 :] for at in range(len(name)))}


def _near(name: str, index: _Index, known_words: frozenset[str]) -> Likeness | None:
    """A known name that is one insertion, omission, exchange or swap away, in a word that is no other word."""
    seen: set[str] = set()
    for short in sorted(_shortened(name)):
        for known in index.by_rest.get(short, ()):
            target = canonical(known.name, known.ecosystem)
            if known.name in seen:
                continue
            seen.add(known.name)
            how = _edit(name, target)
            if how and not _is_other_word(name, target, known_words):
                return Likeness(known, how)
    return None


def _edit(name: str, known: str) -> str:
    """How one edit makes one of the other; "" if it takes more."""
    if abs(len(name) - len(known)) > 1 or name == known:
        return ""
    start = 0
    while start < min(len(name), len(known)) and name[start] == known[start]:
        start += 1
    a, b = name[start:], known[start:]
    if a[1:] == b:
        return "has one letter more"
    if b[1:] == a:
        return "has one letter less"
    if a[1:] == b[1:]:
        return "has one other letter"
    if a[:2] == b[1::-1] and a[2:] == b[2:]:
        return "has two letters swapped"
    return ""


def _is_other_word(name: str, known: str, known_words: frozenset[str]) -> bool:
    """Whether the word that differs is a word of its own (`stack` beside `slack`), or too short to tell."""
    ours, theirs = _words(name), _words(known)
    if len(ours) != len(theirs):
        return False
    differing = [(a, b) for a, b in zip(ours, theirs) if a != b]
    if len(differing) != 1:
        return False
    a, b = differing[0]
    if b in _GENERIC:
        return a in _GENERIC and {a, b} not in ({"server", "servers"}, {"tool", "tools"})
    if a in known_words:
        return True
    if min(len(a), len(b)) >= _FEWEST_OF_A_WORD + 1:
        return False
    swapped = sorted(a) == sorted(b)
    doubled = len(a) == len(b) + 1 and any(a == b[:at] + b[at] + b[at:] for at in range(len(b)))
    near = len(a) == len(b) and len(b) >= _FEWEST_OF_A_WORD and any(x != y and _are_neighbours(x, y) for x, y in zip(a, b))
    plural = a == b + "s"
    return not (swapped or doubled or near or plural or (len(b) >= _FEWEST_OF_A_WORD and len(a) != len(b)))


def _are_neighbours(one: str, other: str) -> bool:
    for number, row in enumerate(_ROWS):
        if one in row:
            at = row.index(one)
            around = row[max(at - 1, 0) : at + 2] + "".join(
                r[max(at - 1, 0) : at + 2] for r in _ROWS[max(number - 1, 0) : number + 2]
            )
            return other in around
    return False
