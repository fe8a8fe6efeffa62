"""Ignores beside the code.

In: a file's path and bytes. Out: `Ignore`s, each with the line it covers:

    send(key)  // mcp-sast: ignore[env-exfiltration] the key belongs to this host, see ADR 7
    # mcp-sast: ignore[undeclared-host, gated-send] until 2027-01-31: moved with the next release
    requests.post(url)

A comment behind code covers its line, one alone on a line the next line of code. A rule and a reason are needed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from mcp_sast.findings.place import Place

MARK = b"mcp-sast: ignore"
_PYTHON = (".py", ".pyi", ".pth", ".pyw")
_BODY = rb"mcp-sast:\s*ignore\b(?:\[(?P<rules>[^\]\n]{0,500})\])?(?P<rest>[^\n]*)"
_IN_PYTHON = re.compile(rb"#[ \t]*" + _BODY)
_IN_JAVASCRIPT = re.compile(rb"(?://|/\*)[ \t]*" + _BODY)
_UNTIL = re.compile(r"until\s+(\S+?):?(?:\s|$)")
_VENDORED = frozenset({"node_modules", "site-packages", "vendor", "vendored", "_vendor", "third_party"})


@dataclass(frozen=True, slots=True)
class Ignore:
    """`line`: the 1-based line it covers, `text`: the comment as it is written. `problem`: why it is none ("" if it is one)."""

    place: Place
    line: int
    rules: tuple[str, ...]
    reason: str
    expires: date | None
    text: str
    problem: str = ""


def is_vendored(path: str) -> bool:
    """Code of others, whose ignores are not the project's."""
    return not _VENDORED.isdisjoint(path.split("/"))


def ignores_in(path: str, data: bytes) -> tuple[Ignore, ...]:
    """The ignores of a file, in their order."""
    if b"mcp-sast" not in data or is_vendored(path):
        return ()
    pattern = _IN_PYTHON if PurePosixPath(path).suffix.lower() in _PYTHON else _IN_JAVASCRIPT
    out = []
    line, counted = 1, 0
    for match in pattern.finditer(data):
        line += data.count(b"\n", counted, match.start())
        counted = match.start()
        start = data.rfind(b"\n", 0, match.start()) + 1
        alone = not data[start : match.start()].strip()
        out.append(_ignore(path, match, _next_code_line(data, match.end(), line) if alone else line))
    return tuple(out)


def _next_code_line(data: bytes, at: int, line: int) -> int:
    """The line of the next code behind a comment; lines that are empty or hold a comment only are skipped."""
    while True:
        end = data.find(b"\n", at)
        if end < 0:
            return line
        line += 1
        at = end + 1
        stop = data.find(b"\n", at)
        content = data[at : len(data) if stop < 0 else stop].strip()
        if content and not content.startswith((b"#", b"//", b"/*", b"*")):
            return line


def _ignore(path: str, match: re.Match[bytes], line: int) -> Ignore:
    place = Place(path, match.start(), match.end())
    rules = tuple(name.strip() for name in (match["rules"] or b"").decode("utf-8", "replace").split(",") if name.strip())
    reason = match["rest"].decode("utf-8", "replace").strip().removesuffix("*/").strip()
    expires, problem = None, ""
    until = _UNTIL.match(reason)
    if until:
        reason = reason[until.end() :].strip()
        try:
            expires = date.fromisoformat(until[1])
        except ValueError:
            problem = f"{until[1][:40]} is no day like 2027-01-31"
    if not rules:
        problem = "it names no rule: write ignore[RULE] and a reason"
    elif not reason.strip(" -:"):
        problem = "it gives no reason: write it behind the bracket"
    return Ignore(place, line, rules, reason, expires, match[0].decode("utf-8", "replace").strip(), problem)
