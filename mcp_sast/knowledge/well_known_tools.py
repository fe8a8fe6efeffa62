"""Whose a tool's name is.

In: `rules/knowledge/tools/*.yaml`. Out: `WellKnownTools`: the server that alone uses a name, the servers that a text names; a
DefinitionError that lists every mistake.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from mcp_sast.errors import DefinitionError
from mcp_sast.knowledge.definitions import DefinitionReader
from mcp_sast.knowledge.directory import rules_directory

_KEYS = ("id", "words", "called", "tools", "source")
# What servers are called that means other things too.
_AMBIGUOUS = frozenset({"git", "memory", "exa", "brave", "file system", "filesystem", "notion", "sqlite"})


@dataclass(frozen=True, slots=True)
class WellKnownServer:
    """`words`: a package that has one of them in its name or description is of the same kind. `called`: how texts name the server."""

    id: str
    words: frozenset[str]
    called: tuple[str, ...]
    tools: tuple[str, ...]
    source: str


class WellKnownTools:
    """The table, ready to be asked."""

    def __init__(self, servers: tuple[WellKnownServer, ...]) -> None:
        self.servers = servers
        owners: dict[str, list[WellKnownServer]] = {}
        for server in servers:
            for tool in server.tools:
                owners.setdefault(tool.lower(), []).append(server)
        self._owner = {tool: found[0] for tool, found in owners.items() if len(found) == 1}
        tools = "|".join(sorted(map(re.escape, self._owner), key=lambda name: (-len(name), name)))
        self._named = re.compile(rf"(?<![\w-])(?:{tools})(?![\w-])", re.IGNORECASE) if tools else None
        self._called = {name: server for server in servers for name in server.called}
        names = "|".join(sorted(map(re.escape, self._called), key=lambda name: (-len(name), name)))
        self._servers = re.compile(
            rf"\b(?P<name>{names})(?:'s)?\s+(?P<mcp>mcp[\s-]+)?server(?:'s)?\b|\btools?\s+(?:of|from)\s+(?:the\s+)?(?P<of>{names})\b",
            re.IGNORECASE,
        )

    def owner(self, tool: str) -> WellKnownServer | None:
        """The well-known server that alone has a tool of this name."""
        return self._owner.get(tool.lower())

    def named_in(self, text: str) -> list[tuple[str, WellKnownServer]]:
        """The tools, and the servers, that a text names, with the words that do."""
        found = [(m[0], self._owner[m[0].lower()]) for m in self._named.finditer(text)] if self._named is not None else []
        for match in self._servers.finditer(text):
            name = (match["name"] or match["of"]).lower()
            if match["mcp"] or name not in _AMBIGUOUS or (name in ("filesystem", "file system") and "server" in match[0].lower()):
                found.append((match[0], self._called[name]))
        return found


@cache
def load_well_known_tools() -> WellKnownTools:
    """The shipped table. Raises DefinitionError with every mistake of every file."""
    problems: list[str] = []
    servers: list[WellKnownServer] = []
    for path in sorted((rules_directory() / "knowledge" / "tools").glob("*.yaml")):
        reader = DefinitionReader(path, problems)
        root = reader.root()
        entries = reader.mapping(root, "file", ("servers",), ("servers",)) if root is not None else {}
        for node in reader.items(entries.get("servers"), "servers"):
            row = reader.mapping(node, "server", _KEYS, _KEYS)
            servers.append(
                WellKnownServer(
                    id=reader.text(row.get("id"), "id"),
                    words=frozenset(reader.texts(row.get("words"), "words")),
                    called=reader.texts(row.get("called"), "called"),
                    tools=reader.texts(row.get("tools"), "tools"),
                    source=reader.text(row.get("source"), "source"),
                )
            )
    if problems:
        raise DefinitionError(tuple(problems))
    return WellKnownTools(tuple(servers))
