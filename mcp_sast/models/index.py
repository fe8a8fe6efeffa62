"""Models by language and path.

In: `Api`s. Out: look-ups for the interpreter: by exact path, by method name on any receiver, and whether a path leads to an API.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from mcp_sast.models.schema import Api, Language


class ModelIndex:
    """What is known of libraries. A path may be modelled twice (own models add to the shipped ones); the later one wins."""

    def __init__(self, apis: Iterable[Api]) -> None:
        self._exact: dict[tuple[str, str], Api] = {}
        self._prefixes: set[tuple[str, str]] = set()
        self._methods: dict[tuple[str, str], Api] = {}
        self._copied: dict[tuple[str, tuple[str, ...]], Api] = {}
        for api in apis:
            if api.copied:
                self._copied.setdefault((api.language, api.copied), api)
            if api.path.startswith("."):
                self._methods[(api.language, api.path)] = api
                continue
            self._exact[(api.language, api.path)] = api
            path = api.path
            for match in re.finditer(r"\(\)|\.", path):
                self._prefixes.add((api.language, path[: match.start()]))
                self._prefixes.add((api.language, path[: match.end()].rstrip(".")))

    def find(self, language: Language, path: str) -> Api | None:
        """The API with exactly this path."""
        return self._exact.get((language, path))

    def method(self, language: Language, name: str) -> Api | None:
        """The API that matches a method of this name (`.tool`, `.tool()`) on any receiver."""
        return self._methods.get((language, name))

    def copied(self, language: Language) -> tuple[Api, ...]:
        """The classes that packages carry copies of, to be known by their methods."""
        return tuple(api for (lang, _), api in self._copied.items() if lang == language)

    def leads_somewhere(self, language: Language, path: str) -> bool:
        """Is this path, or one that begins with it, modelled?"""
        return (language, path) in self._exact or (language, path) in self._prefixes

    def libraries(self, language: Language) -> frozenset[str]:
        """Top-level names of the libraries that have models."""
        return frozenset(self._top(path) for lang, path in self._exact if lang == language)

    @staticmethod
    def _top(path: str) -> str:
        head = path.split("()", 1)[0]
        if head.startswith("@"):
            return "/".join(head.split("/")[:2]).split(".js")[0]
        return re.split(r"[./]", head, maxsplit=1)[0]

    def apis(self) -> tuple[Api, ...]:
        """All of them, in a fixed order."""
        return tuple(sorted((*self._exact.values(), *self._methods.values()), key=lambda api: (api.language, api.path)))
