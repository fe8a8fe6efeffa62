"""The lock: what was approved, as a file beside the code of whoever uses the servers.

In: inventories. Out: `Lock` and its text: JSON, one server a block, sorted, so that two branches that add servers can be merged.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from mcp_sast.errors import UsageError
from mcp_sast.findings.report import decoded, encoded, field_types
from mcp_sast.inventories.inventory import FORMAT_VERSION, Inventory, inventory_to_plain

LOCK_NAME = "mcp-sast.lock"
LOCK_VERSION = 1
# What can't be compared if a part of a locked inventory can't be read.
_RULES_OF = {
    "tools": ("drift-tool", "drift-description"), "texts": ("drift-description",), "hosts": ("drift-host",),
    "domains": ("drift-host",), "services": ("drift-host",), "variables": ("drift-env",), "flows": ("drift-flow",),
    "recipients": ("drift-recipient",), "capabilities": ("drift-flow",), "hooks": ("drift-install-script",),
}  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Accepted:
    """A change that somebody looked at: the rule, what it said, and why it is right."""

    rule: str
    message: str
    reason: str


@dataclass(frozen=True, slots=True)
class LockedServer:
    """What was approved of one package. `unreadable`: parts that another version of mcp-sast wrote and this one can't compare."""

    inventory: Inventory
    accepted: tuple[Accepted, ...] = ()
    unreadable: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from others: ecosystem and name."""
        return self.inventory.ecosystem, self.inventory.name

    @property
    def rules_without_comparison(self) -> frozenset[str]:
        """Rules for which the lock has nothing that could be compared."""
        return frozenset(rule for part in self.unreadable for rule in _RULES_OF.get(part, ()))


@dataclass(frozen=True, slots=True)
class Lock:
    """All servers that were approved, by ecosystem and name."""

    servers: tuple[LockedServer, ...] = ()
    path: str = field(default=LOCK_NAME, compare=False)

    def server(self, ecosystem: str, name: str) -> LockedServer | None:
        """The approved package of that name."""
        return next((server for server in self.servers if server.key == (ecosystem, name)), None)

    def with_server(self, server: LockedServer) -> Lock:
        """The lock with this server in the place of what it had of the same name."""
        others = [one for one in self.servers if one.key != server.key]
        return Lock(tuple(sorted((*others, server), key=lambda one: one.key)), self.path)

    def to_text(self, version: str) -> str:
        """As the file holds it; the same lock always gives the same text."""
        servers = [
            {**inventory_to_plain(one.inventory), "accepted": [encoded(accepted) for accepted in one.accepted]}
            for one in sorted(self.servers, key=lambda one: one.key)
        ]
        document = {"lockVersion": LOCK_VERSION, "writtenBy": f"mcp-sast {version}", "servers": servers}
        return json.dumps(document, ensure_ascii=True, indent=1) + "\n"


def lock_from_text(text: str, path: str) -> Lock:
    """The lock in a file's text. Raises UsageError if it is none. What another version wrote is read as far as it can be."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f"{path}:{error.lineno}" if isinstance(error, json.JSONDecodeError) else path
        raise UsageError(f"{where}: not a lock ({error}); after a merge, keep both servers' blocks whole, or lock anew") from error
    servers = document.get("servers") if isinstance(document, dict) else None
    if not isinstance(servers, list):
        raise UsageError(f"{path}: not a lock: it has no list of servers; `mcp-sast lock` writes one")
    read = [_server(one, f"{path}: server {number}") for number, one in enumerate(servers, 1)]
    keys = [one.key for one in read]
    twice = sorted({f"{name} ({ecosystem})" for ecosystem, name in keys if keys.count((ecosystem, name)) > 1})
    if twice:
        raise UsageError(f"{path}: locked twice: {', '.join(twice)}; keep one block of each")
    return Lock(tuple(read), path)


def _server(plain: Any, where: str) -> LockedServer:
    if not isinstance(plain, dict) or not isinstance(plain.get("name"), str):
        raise UsageError(f"{where}: not the block of a server; lock it anew")
    known: dict[str, Any] = {}
    unreadable: list[str] = []
    is_ours = plain.get("inventoryVersion") == FORMAT_VERSION
    types: Mapping[str, Any] = dict(field_types(Inventory))
    for one in fields(Inventory):
        try:
            known[one.name] = decoded(plain[one.name], types[one.name])
        except (KeyError, TypeError):
            unreadable.append(one.name)
            known[one.name] = "" if types[one.name] is str else ()
    if not is_ours and not unreadable:
        unreadable.append("inventoryVersion")
    try:
        accepted = decoded(plain.get("accepted", []), tuple[Accepted, ...])
    except (KeyError, TypeError) as error:
        raise UsageError(f"{where} ({plain['name']}): accepted must be a list of rule, message and reason") from error
    return LockedServer(Inventory(**known), accepted, tuple(unreadable))
