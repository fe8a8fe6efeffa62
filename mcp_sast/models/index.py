"""Models by language and path.

In: rows of model files, and what makes an `Api` of one. Out: look-ups for the interpreter: by exact path,
by method name on any receiver, and whether a path leads to an API.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, NamedTuple

from mcp_sast.models.schema import Api, Language

_JOINT = re.compile(r"\(\)|\.")
_TELLING_KEYS = frozenset({"sink", "source", "registration"})


class Row(NamedTuple):
    """One entry of a model file as it is written, with the paths that it names, expanded. `where` names it for its author."""

    where: str
    library: str
    language: Language
    paths: tuple[str, ...]
    raw: dict[str, Any]


class ModelIndex:
    """What is known of libraries. A path may be modelled twice (own models add to the shipped ones); the later one wins."""

    def __init__(self, rows: Iterable[Row], read: Callable[[Row, str], Api]) -> None:
        self._read = read
        self._rows: dict[str, dict[str, Row]] = {"javascript": {}, "python": {}}
        self._built: dict[tuple[str, str], Api] = {}
        self._copied: dict[tuple[str, tuple[str, ...]], Row] = {}
        for row in rows:
            self._rows[row.language].update(dict.fromkeys(row.paths, row))
            if row.raw.get("copied"):
                self._copied.setdefault((row.language, tuple(map(str, row.raw["copied"]))), row)

    @cached_property
    def _prefixes(self) -> dict[str, set[str]]:
        out: dict[str, set[str]] = {}
        for language, rows in self._rows.items():
            found = out[language] = set(rows)
            for path in rows:
                if not path.startswith("."):
                    for match in _JOINT.finditer(path):
                        found.add(path[: match.start()])
                        found.add(path[: match.end()].rstrip("."))
            found.difference_update([path for path in found if path.startswith(".")])
        return out

    def find(self, language: Language, path: str) -> Api | None:
        """The API with exactly this path."""
        return None if path.startswith(".") else self._api(language, path)

    def method(self, language: Language, name: str) -> Api | None:
        """The API that matches a method of this name (`.tool`, `.tool()`) on any receiver."""
        return self._api(language, name) if name.startswith(".") else None

    def _api(self, language: Language, path: str) -> Api | None:
        """The API of a path, built when it is asked for: a program asks for few."""
        row = self._rows[language].get(path)
        if row is None:
            return None
        built = self._built.get((language, path))
        if built is None:
            built = self._built[(language, path)] = self._read(row, path)
        return built

    def copied(self, language: Language) -> tuple[Api, ...]:
        """The classes that packages carry copies of, to be known by their methods."""
        return tuple(self._read(row, row.paths[0]) for (lang, _), row in self._copied.items() if lang == language)

    def leads_somewhere(self, language: Language, path: str) -> bool:
        """Is this path, or one that begins with it, modelled?"""
        return path in self._prefixes[language]

    def libraries(self, language: Language) -> frozenset[str]:
        """Top-level names of the libraries that have models."""
        return frozenset(self._top(path) for path in self._rows[language] if not path.startswith("."))

    def paths_that_tell(self) -> frozenset[str]:
        """Paths of sources, sinks and registrations: what a function must name to matter by itself."""
        rows = (item for paths in self._rows.values() for item in paths.items())
        return frozenset(path for path, row in rows if any(row.raw.get(key) is not None for key in _TELLING_KEYS))

    @staticmethod
    def _top(path: str) -> str:
        head = path.split("()", 1)[0]
        if head.startswith("@"):
            return "/".join(head.split("/")[:2]).split(".js")[0]
        return re.split(r"[./]", head, maxsplit=1)[0]

    def apis(self) -> tuple[Api, ...]:
        """All of them, in a fixed order."""
        every = sorted((language, path) for language, rows in self._rows.items() for path in rows)
        return tuple(api for language, path in every if (api := self._api(language, path)) is not None)  # type: ignore[arg-type]
