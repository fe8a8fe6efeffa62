"""Reads INI files: setup.cfg and entry_points.txt.

In: bytes. Out: sections of keys and texts, and a count of lines that are neither.

Not read with configparser: what it keeps of a file with a broken line differs between versions of Python.
"""

from __future__ import annotations

import re
from typing import TypeAlias

Sections: TypeAlias = dict[str, dict[str, str]]

MOST_BYTES = 1024 * 1024
_SECTION = re.compile(r"\[([^\]]+)\]")


def read_ini(data: bytes, delimiters: str = "=") -> tuple[Sections, int]:
    """The sections in their order; continuation lines are joined by line ends, of equal keys the last counts."""
    text = data[:MOST_BYTES].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    delimiter = re.compile(f"[{re.escape(delimiters)}]")
    sections: dict[str, dict[str, list[str]]] = {}
    values: list[str] | None = None
    keys: dict[str, list[str]] | None = None
    broken = 0
    for line in text.split("\n"):
        content = line.strip()
        if not content or content[0] in "#;":
            continue
        header = _SECTION.match(content)
        if line[0].isspace() and values is not None:
            values.append(content)
        elif header:
            keys, values = sections.setdefault(header[1].strip(), {}), None
        elif keys is None or content[0] in delimiters:
            broken += 1
        else:
            parts = delimiter.split(content, maxsplit=1)
            values = keys[parts[0].strip()] = [parts[1].strip() if len(parts) > 1 else ""]
    return {name: {key: "\n".join(lines) for key, lines in inner.items()} for name, inner in sections.items()}, broken
