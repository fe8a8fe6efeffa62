"""Finds and reads a project's configuration.

In: a way to get a file's bytes by its path. Out: `Configuration`. Nothing is looked for in foreign targets: the caller asks only for a
project's own code, and on a pull request it hands over the files of the base revision.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from typing import Any

from mcp_sast.config.configuration import Configuration, configuration
from mcp_sast.errors import DefinitionError

Lookup = Callable[[str], bytes | None]

PLACES = ("mcp-sast.toml", ".github/mcp-sast.toml", "pyproject.toml", "package.json")
_MOST_BYTES = 1 << 20


def discovered(lookup: Lookup, known_rules: frozenset[str]) -> Configuration:
    """The configuration of the first of `PLACES` that holds one; an empty one if none does."""
    for name in PLACES:
        data = lookup(name)
        if data is not None and (name.endswith("mcp-sast.toml") or b"mcp-sast" in data):
            found = read_configuration(name, data, known_rules)
            if found is not None:
                return found
    return Configuration()


def read_configuration(name: str, data: bytes, known_rules: frozenset[str]) -> Configuration | None:
    """The configuration in a file: all of it, or in pyproject.toml `[tool.mcp-sast]`, in package.json the key `mcp-sast`; None if such
    a file has none. Raises DefinitionError."""
    table, text = _parsed(name, data)
    base = name.rsplit("/", 1)[-1]
    if base == "pyproject.toml":
        tools = table.get("tool", {}) if isinstance(table, dict) else {}
        table = tools.get("mcp-sast") if isinstance(tools, dict) else None
    elif base == "package.json":
        table = table.get("mcp-sast") if isinstance(table, dict) else None
    return None if table is None else configuration(name, table, text, known_rules)


def _parsed(name: str, data: bytes) -> tuple[Any, str]:
    if len(data) > _MOST_BYTES:
        raise DefinitionError((f"{name}: more than {_MOST_BYTES} bytes, which no configuration needs",))
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8").replace("\r\n", "\n")
        return (json.loads(text) if name.endswith(".json") else tomllib.loads(text)), text
    except (ValueError, RecursionError) as error:
        kind = "JSON" if name.endswith(".json") else "TOML"
        raise DefinitionError((f"{name}: no valid {kind}: {str(error)[:200] or type(error).__name__}",)) from error
