"""Reads what a README declares: hosts and environment variables.

In: the bytes of a Markdown or plain text document. Out: `DeclaredHost` and `DeclaredVariable` values, tier "readme".

Hosts count in prose, tables, link targets and code; not in images, badges (a link around nothing but an image), comments, links to
the repository, a registry or a licence.
"""

from __future__ import annotations

import re

from mcp_sast.findings.place import Place
from mcp_sast.packages.host_mentions import is_source_or_registry, mentions
from mcp_sast.packages.statements import DeclaredHost, DeclaredVariable

# A README of more than this is no documentation; the longest of the published servers at hand has 300 KB.
MOST_BYTES = 2 * 1024 * 1024
_MOST_DECLARATIONS = 5000

# The lengths in these patterns are bounded, so that unclosed brackets cost no more than their number.
_TARGET = rb"\([^()\n]{0,30000}(?:\([^()\n]{0,200}\)[^()\n]{0,30000})?\)"
_IMAGE = rb"!\[(?:[^\[\]]|\[[^\[\]]{0,200}\]){0,500}?\](?:" + _TARGET + rb"|\[[^\]\n]{0,200}\])"
_NOT_PROSE = re.compile(
    rb"\[\s{0,20}(?:" + _IMAGE + rb"\s{0,20}){1,20}\](?:\([^()\n]{0,30000}\)|\[(?P<badge>[^\]\n]{0,200})\])"
    rb"|" + _IMAGE +
    rb"|<a\b[^<>]{0,30000}>\s{0,200}(?:<(?:img|source|picture|/picture)\b[^<>]{0,30000}>\s{0,200}){1,20}</a>"
    rb"|<(?:img|source|video|picture)\b[^<>]{0,30000}>",
    re.IGNORECASE,
)  # fmt: skip
_IMAGE_LABEL = re.compile(rb"!\[([^\]\n]{0,200})\](?:\[([^\]\n]{0,200})\])?(?!\()")
_DEFINITION = re.compile(rb"^ {0,3}\[([^\]\n]{1,200})\]:[ \t]*\S[^\n]{0,30000}", re.MULTILINE)

_NAME = re.compile(
    # A family (`ACME_*`, `ACME_<NAME>`, a prefix alone in a code span), else a name with an underscore.
    rb"(?<![A-Za-z0-9_])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_(?:\\?\*(?!\*)|<[A-Z]+>|(?=`))"
    rb"|(?<![A-Za-z0-9_])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?![A-Za-z0-9])"
)
# A single word is a variable only where it is written as one: `PORT=3000`, `"TOKEN": "…"`, or the first cell of a table row.
_ASSIGNED = re.compile(
    rb"(?:^|[\s`\"'(;])([A-Z][A-Z0-9]{2,60})="
    rb"|[\"']([A-Z][A-Z0-9]{2,60})[\"'][ \t]*:"
    rb"|^[ \t]*\|[ \t]*[`*]{1,3}([A-Z][A-Z0-9]{2,60})[`*]{1,3}[ \t]*\|",
    re.MULTILINE,
)


def readme_hosts(path: str, data: bytes, repository: str, start: int = 0) -> tuple[DeclaredHost, ...]:
    """The hosts that the text from `start` on names, each exact URL once."""
    text = _prose(data[start : start + MOST_BYTES])
    found: dict[tuple[str, str], DeclaredHost] = {}
    for mention in mentions(text):
        key = (mention.host, mention.url)
        if key not in found and not is_source_or_registry(mention.url, mention.host, repository):
            found[key] = DeclaredHost(mention.host, mention.url, "readme", Place(path, start + mention.start, start + mention.end))
            if len(found) >= _MOST_DECLARATIONS:
                break
    return tuple(found.values())


def readme_variables(path: str, data: bytes, start: int = 0) -> tuple[DeclaredVariable, ...]:
    """The environment variables that the text from `start` on names, each once, in its order."""
    text = data[start : start + MOST_BYTES]
    text = _blanked(text, _comments(text))
    found: dict[str, DeclaredVariable] = {}
    spans = [match.span() for match in _NAME.finditer(text)]
    spans += [match.span(match.lastindex or 0) for match in _ASSIGNED.finditer(text)]
    for begin, end in sorted(spans):
        name = variable_name(text[begin:end].decode("ascii", "replace"))
        if name and name not in found:
            found[name] = DeclaredVariable(name, "readme", Place(path, start + begin, start + end))
            if len(found) >= _MOST_DECLARATIONS:
                break
    return tuple(found.values())


def variable_name(written: str) -> str:
    """The name of a variable as documentation writes it; "" for what only stands for a value ("YOUR_API_KEY")."""
    name = written.replace("\\", "")
    if "<" in name or name.endswith("_"):
        name = name.partition("<")[0] + "*"
    return "" if name.startswith(("YOUR_", "MY_", "REPLACE_", "INSERT_", "ABSOLUTE_PATH")) or name in ("*", "_*") else name


def _prose(text: bytes) -> bytes:
    """The text with images, badges and comments blanked out, at unchanged offsets."""
    blanks: list[tuple[int, int]] = _comments(text)
    badges: set[bytes] = set()
    for match in _NOT_PROSE.finditer(text):
        blanks.append(match.span())
        if match["badge"]:
            badges.add(match["badge"].lower())
    for match in _IMAGE_LABEL.finditer(text):
        badges.add((match[2] or match[1]).lower())
    for match in _DEFINITION.finditer(text):
        if match[1].lower() in badges:
            blanks.append(match.span())
    return _blanked(text, blanks)


def _blanked(text: bytes, blanks: list[tuple[int, int]]) -> bytes:
    parts, at = [], 0
    for begin, end in sorted(blanks):
        if end > at:
            parts += [text[at : max(begin, at)], b" " * (end - max(begin, at))]
            at = end
    return b"".join((*parts, text[at:])) if parts else text


def _comments(text: bytes) -> list[tuple[int, int]]:
    """HTML comments, which nobody reads on the page."""
    found = []
    at = text.find(b"<!--")
    while at >= 0:
        end = text.find(b"-->", at + 4)
        if end < 0:
            break  # not closed: shown as text
        found.append((at, end + 3))
        at = text.find(b"<!--", end + 3)
    return found
