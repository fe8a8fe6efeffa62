"""The inventory of a package: what it does, without saying where.

In: nothing. Out: `Inventory` and its parts, frozen and sorted; `inventory_to_plain` and `inventory_from_plain` carry it through JSON
(docs/schemas/inventory-v1.json).

Nothing in it names a file, a line, a local or a function: renaming, moving to `dist/`, minifying and formatting change nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from mcp_sast.findings.report import decoded, encoded

FORMAT_VERSION = 1
# What stands for an address that is no constant: who chooses it.
CHOSEN = {"call": "<call>", "operator": "<operator>", "service": "<service>", "": "<unknown>"}
UNKNOWN = CHOSEN[""]
CapabilityKind = Literal["process", "dynamic-code", "file-write", "file-read", "listener"]


@dataclass(frozen=True, slots=True, order=True)
class Parameter:
    """A parameter of a tool: `kinds` are words for its type, `values` the constants that it may be. `documented`: a document of the
    package names it."""

    name: str
    kinds: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    documented: bool = False


@dataclass(frozen=True, slots=True, order=True)
class ToldText:
    """A text that a model reads, of a tool, prompt, resource or server (`kind`) called `owner`. `parameter`: what it describes, "" where
    that is the whole."""

    kind: str
    owner: str
    text: str
    parameter: str = ""


@dataclass(frozen=True, slots=True, order=True)
class ToolEntry:
    """A tool. `documented`: a document of the package names it."""

    name: str
    description: str
    parameters: tuple[Parameter, ...] = ()
    documented: bool = False


@dataclass(frozen=True, slots=True, order=True)
class HostEntry:
    """A host that is sent to. `host`: a name, with its tenant on a shared host. `domain`: its registrable domain, or the tenant.
    `tier`: how well it is declared; `service` whose it is. `data` names what goes there, `phases` when."""

    host: str
    domain: str
    tier: str
    declared: bool
    service: str = ""
    data: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class VariableEntry:
    """A variable that is read, or a pattern: "*" for the whole environment, "ACME_*" for a family. `owner`: "own", a service's id, or
    "undeclared". `documented`: the package names it. `readers`: the phases or tools that read it, `domains` where it goes."""

    name: str
    owner: str
    documented: bool
    readers: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class FlowEntry:
    """Data that reaches a host. `source`: "environment:NAME", or the kind arguments, results, files, credentials. `domain`: where it
    goes. `declared`: whether that host is declared; `allowed`: whether RULES let this variable go there; `tools`: which tools do it."""

    source: str
    domain: str
    declared: bool
    allowed: bool = False
    tools: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class RecipientEntry:
    """A recipient of messages: a constant address, or who names it. `tools`: which tools send to it."""

    address: str
    tools: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class CapabilityEntry:
    """What code does to this machine, and where: a tool's name, or a phase. `details`: programs that are run, as far as known."""

    kind: CapabilityKind
    where: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class HookEntry:
    """What a package manager runs. `severe`: it downloads, or runs more than plain build steps."""

    name: str
    command: str
    severe: bool = False


@dataclass(frozen=True, slots=True)
class Inventory:
    """All of one package. `domains`: what it declares (domains, tenants); `services`: whose it is or wraps. `named_tools`:
    words of its documents that look like names of tools. `unresolved`: kinds of what could not be read."""

    name: str
    version: str
    ecosystem: str
    digest: str
    servers: tuple[str, ...] = ()
    tools: tuple[ToolEntry, ...] = ()
    texts: tuple[ToldText, ...] = ()
    hosts: tuple[HostEntry, ...] = ()
    variables: tuple[VariableEntry, ...] = ()
    flows: tuple[FlowEntry, ...] = ()
    recipients: tuple[RecipientEntry, ...] = ()
    capabilities: tuple[CapabilityEntry, ...] = ()
    hooks: tuple[HookEntry, ...] = ()
    domains: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    named_tools: tuple[str, ...] = ()
    unresolved: tuple[str, ...] = ()


def inventory_to_plain(inventory: Inventory) -> dict[str, Any]:
    """As JSON holds it."""
    return {"inventoryVersion": FORMAT_VERSION, **encoded(inventory)}  # type: ignore[dict-item]


def inventory_from_plain(plain: Any) -> Inventory:
    """What `inventory_to_plain` gave. Raises ValueError for anything else, and for another version's form."""
    if not isinstance(plain, dict) or plain.get("inventoryVersion") != FORMAT_VERSION:
        raise ValueError(f"not an inventory of version {FORMAT_VERSION}")
    try:
        found = decoded(plain, Inventory)
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"not an inventory: {error}") from error
    assert isinstance(found, Inventory)
    return found
