"""Well-known packages of both registries, and the registries' hosts.

In: `rules/knowledge/names/*.yaml`. Out: `WellKnown`; a DefinitionError that lists every mistake.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

import yaml

from mcp_sast.errors import DefinitionError
from mcp_sast.knowledge.definitions import DefinitionReader
from mcp_sast.knowledge.directory import rules_directory
from mcp_sast.packages.statements import Ecosystem

NameKind = Literal["server", "library"]
_ROW_KEYS = ("ecosystem", "kind", "rank", "publisher", "names", "source")


@dataclass(frozen=True, slots=True)
class KnownName:
    """`rank`: 1 for the names that everybody means, 2 for well-known ones, 3 for those that only must not be accused. `publisher`: who
    owns it, as scope or repository owner; "" if that is not written down."""

    name: str
    ecosystem: Ecosystem
    kind: NameKind
    rank: int
    publisher: str


class WellKnown:
    """The lists, indexed by canonical name."""

    def __init__(self, names: tuple[KnownName, ...], registries: frozenset[str], public_indexes: frozenset[str]) -> None:
        self.names = names
        self.public_indexes = public_indexes
        self._registries = registries
        self._by_name = {(one.ecosystem, canonical(one.name, one.ecosystem)): one for one in names}

    def find(self, name: str, ecosystem: Ecosystem) -> KnownName | None:
        """The row of a name, if it is on the list."""
        return self._by_name.get((ecosystem, canonical(name, ecosystem)))

    def is_public_registry(self, host: str) -> bool:
        """Is it a host of a public registry?"""
        return hashlib.sha256(host.lower().encode("utf-8", "replace")).hexdigest() in self._registries

    @cached_property
    def words(self) -> frozenset[str]:
        """All words of well-known names: a name that differs in such a word is a name of its own."""
        return frozenset(word for one in self.names for word in re.split(r"[^a-z0-9]+", one.name.lower()) if word)


def canonical(name: str, ecosystem: Ecosystem) -> str:
    """The name as the registry compares names."""
    return re.sub(r"[-_.]+", "-", name).lower() if ecosystem == "pypi" else name.lower()


@cache
def well_known() -> WellKnown:
    """The shipped lists."""
    problems: list[str] = []
    names: dict[tuple[str, str], KnownName] = {}
    registries: set[str] = set()
    indexes: set[str] = set()
    for path in sorted((rules_directory() / "knowledge" / "names").glob("*.yaml")):
        reader = DefinitionReader(path, problems)
        root = reader.root()
        if root is None:
            continue
        entries = reader.mapping(root, "file", ("registries", "public_indexes", "names"))
        for node in reader.items(entries.get("registries"), "registries"):
            row = reader.mapping(node, "registry", ("ecosystem", "hashes", "source"), ("ecosystem", "hashes", "source"))
            registries.update(reader.texts(row.get("hashes"), "hashes"))
        if "public_indexes" in entries:
            row = reader.mapping(entries["public_indexes"], "public_indexes", ("hosts", "source"), ("hosts", "source"))
            indexes.update(reader.texts(row.get("hosts"), "hosts"))
        for node in reader.items(entries.get("names"), "names"):
            _read_names(reader, node, names)
    if problems:
        raise DefinitionError(tuple(problems))
    return WellKnown(tuple(names.values()), frozenset(registries), frozenset(indexes))


def _read_names(reader: DefinitionReader, node: yaml.Node, names: dict[tuple[str, str], KnownName]) -> None:
    row = reader.mapping(node, "names", _ROW_KEYS, ("ecosystem", "kind", "rank", "names", "source"))
    written, kind = reader.text(row.get("ecosystem"), "ecosystem"), reader.text(row.get("kind"), "kind")
    if written not in ("npm", "pypi") or kind not in ("server", "library"):
        reader.problem(node, "names: ecosystem must be npm or pypi, kind must be server or library")
        return
    ecosystem: Ecosystem = "npm" if written == "npm" else "pypi"
    rank, publisher = reader.number(row.get("rank"), "rank", 3), reader.text(row.get("publisher"), "publisher").lower()
    for name in reader.texts(row.get("names"), "names"):
        key = (ecosystem, canonical(name, ecosystem))
        if key in names:
            reader.problem(node, f"names: {name!r} stands twice for {ecosystem}")
        names[key] = KnownName(name, ecosystem, "server" if kind == "server" else "library", rank, publisher)
