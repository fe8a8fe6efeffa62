"""Reads TOML and finds places in it.

In: bytes. Out: the table as Python values, and the `Place` of a key's line by a search of the text (TOML's reader gives none).
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from typing import Any, TypeAlias

from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.findings.place import Place

Table: TypeAlias = dict[str, Any]

MOST_BYTES = 1024 * 1024
_LINE = re.compile(
    rb"^[ \t]*(?:\[\[?(?P<section>[^\]\n]{1,300})\]"
    rb"|(?P<key>\"[^\"\n]{0,300}\"|'[^'\n]{0,300}'|[^\s=:#\"'\[][^=:#\n]{0,300}?)[ \t]*[=:][ \t]*(?P<value>[^\r\n]*))",
    re.MULTILINE,
)
_STRING = re.compile(rb"([\"'])([^\"'\\\n]{1,500})\1")
_BRACKETS = re.compile(rb"[\[{]{60}")
_MOST_DOTS = 100


@lru_cache(maxsize=16)  # the layout and the manifest's reader ask for the same file; nobody changes the table
def read_toml(path: str, data: bytes) -> tuple[Table, tuple[Diagnostic, ...]]:
    """The table of a TOML file, {} with a diagnostic if it can't be read."""
    place = Place(path, 0, min(1, len(data)))
    if _is_too_much(data):
        return {}, (Diagnostic("limit-reached", f"{path}: too large or too deeply nested; nothing of it is known", place),)
    try:
        return tomllib.loads(data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")), ()
    except (ValueError, RecursionError) as error:
        text = str(error)[:200] or type(error).__name__
        return {}, (Diagnostic("broken-manifest", f"{path}: no valid TOML ({text}); nothing of it is known", place),)


def _is_too_much(data: bytes) -> bool:
    """Whether reading could take very long: a key of n dotted parts costs n * n steps, and a table's dots once more for every key."""
    if len(data) > MOST_BYTES or _BRACKETS.search(data.translate(None, b" \t\r\n")):
        return True
    if data.count(b".") <= _MOST_DOTS:
        return False
    most = 0
    for line in data.split(b"\n"):
        # The dots of a value are harmless; a key in an inline table is not, but it stands behind a brace.
        key = line if b"{" in line or line.lstrip().startswith(b"[") else line.partition(b"=")[0]
        most = max(most, key.count(b"."))
    return most > _MOST_DOTS


class TextPlaces:
    """Places in a TOML or INI file, indexed by one pass over its lines."""

    def __init__(self, path: str, data: bytes) -> None:
        self._path = path
        self._keys: dict[tuple[str, str], tuple[int, int]] = {}
        self._strings: dict[str, tuple[int, int]] = {}
        self._sections: dict[str, tuple[int, int]] = {}
        section = ""
        for line in _LINE.finditer(data[:MOST_BYTES]):
            if line["section"] is not None:
                section = _bare(line["section"])
                self._sections.setdefault(section, line.span("section"))
            elif line["key"] is not None:
                self._keys.setdefault((section, _bare(line["key"])), line.span("value"))
        for string in _STRING.finditer(data[:MOST_BYTES]):
            self._strings.setdefault(string[2].decode("utf-8", "replace"), string.span())

    def key(self, section: str, key: str) -> Place | None:
        """Where the value of `key` stands in the table `section` ("project.scripts"), its first line; None if it is not found."""
        return self._place(self._keys.get((section, key)))

    def section(self, name: str) -> Place | None:
        """Where the header of a table stands; None if it has none."""
        return self._place(self._sections.get(name))

    def string(self, text: object) -> Place | None:
        """Where a quoted string first stands; None if it is not found."""
        return self._place(self._strings.get(text)) if isinstance(text, str) else None

    def _place(self, span: tuple[int, int] | None) -> Place | None:
        return Place(self._path, span[0], max(span[1], span[0] + 1)) if span is not None else None


def _bare(written: bytes) -> str:
    """A section or key without quotes; blanks go where dots join parts ("tool . poetry")."""
    text = written.decode("utf-8", "replace").replace('"', "").replace("'", "").strip()
    return re.sub(r"\s*\.\s*", ".", text)


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
