"""Reads TOML and finds places in it.

In: bytes. Out: the table as Python values, and the `Place` of a key's line by a search of the text (TOML's reader gives none).
"""

from __future__ import annotations

import re
import tomllib
from typing import Any, TypeAlias

from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.findings.place import Place

Table: TypeAlias = dict[str, Any]

MOST_BYTES = 1024 * 1024
_HEADER = re.compile(rb"^[ \t]*\[\[?[ \t]*([^\]\n]+?)[ \t]*\]\]?[ \t]*(?:#[^\n]*)?\r?$", re.MULTILINE)
_BRACKETS = re.compile(rb"[\[{]{60}")


def read_toml(path: str, data: bytes) -> tuple[Table, tuple[Diagnostic, ...]]:
    """The table of a TOML file, {} with a diagnostic if it can't be read."""
    if len(data) > MOST_BYTES or _BRACKETS.search(data.translate(None, b" \t\r\n")):
        return {}, (
            Diagnostic("limit-reached", f"{path}: too large or too deeply nested; nothing of it is known", Place(path, 0, 1)),
        )
    try:
        return tomllib.loads(data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")), ()
    except (ValueError, RecursionError) as error:
        text = str(error)[:200] or type(error).__name__
        return {}, (
            Diagnostic(
                "broken-manifest", f"{path}: no valid TOML ({text}); nothing of it is known", Place(path, 0, min(1, len(data)))
            ),
        )


def place_of_key(path: str, data: bytes, section: str, key: str) -> Place | None:
    """Where the value of `key` stands in the table `section` ("project.scripts"), on its first line; None if it is not found."""
    headers = list(_HEADER.finditer(data))
    starts = [(0, headers[0].start() if headers else len(data))] if not section else []
    for at, header in enumerate(headers):
        if header.group(1).decode("utf-8", "replace").replace('"', "").replace("'", "").replace(" ", "") == section:
            starts.append((header.end(), headers[at + 1].start() if at + 1 < len(headers) else len(data)))
    quoted = re.escape(key.encode("utf-8", "surrogatepass"))
    pattern = re.compile(rb"^[ \t]*[\"']?" + quoted + rb"[\"']?[ \t]*[=:][ \t]*([^\r\n]*)", re.MULTILINE)
    for start, end in starts:
        match = pattern.search(data, start, end)
        if match:
            return Place(path, match.start(1), max(match.end(1), match.start(1) + 1))
    return None


def table_at(table: Table, *keys: str) -> Table:
    """The table under a path of keys; {} if there is none or it is no table."""
    for key in keys:
        inner = table.get(key)
        if not isinstance(inner, dict):
            return {}
        table = inner
    return table


def text_at(table: Table, key: str) -> str:
    """The string under a key; "" if there is none or it is no string."""
    value = table.get(key)
    return value if isinstance(value, str) else ""


def list_at(table: Table, key: str) -> list[Any]:
    """The list under a key; [] if there is none or it is no list."""
    value = table.get(key)
    return value if isinstance(value, list) else []
