"""What a new version does that the approved one did not: RULES.md's drift rules, over two inventories.

In: two `Inventory`s. Out: `Change`s, each with its rule, level, what it is about, and a sentence.

Nothing here needs code: a lock, or a captured answer, is compared by the same function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mcp_sast.findings.finding import Level
from mcp_sast.inventories.inventory import CHOSEN, UNKNOWN, CapabilityEntry, FlowEntry, HostEntry, Inventory, RecipientEntry
from mcp_sast.inventories.reach import EARLY_PLACES
from mcp_sast.inventories.tool_changes import Judge, description_changes, renamed_tools, tool_changes

_EXPLAINED = frozenset({CHOSEN["call"], CHOSEN["operator"], CHOSEN["service"]})
_NEW_CAPABILITIES = {"process": "runs a process", "dynamic-code": "runs code made at run time", "file-write": "writes files"}
_ANY_CALL = "call"


@dataclass(frozen=True, slots=True)
class Change:
    """`kind` and `key` name the entry that changed, as evidence is kept; `source` and `destination` identify the finding."""

    rule: str
    level: Level
    kind: str
    key: str
    message: str
    source: str = ""
    destination: str = ""


def compare(old: Inventory, new: Inventory, judge: Judge, policy: Callable[[str], bool] = lambda host: False) -> tuple[Change, ...]:
    """All changes, in a fixed order. `judge` says what a text orders a model to do ("" for nothing); `policy` whether a host is allowed."""
    found = [
        *_hooks(old, new), *_hosts(old, new, policy), *_recipients(old, new), *_variables(old, new), *_flows(old, new),
        *_capabilities(old, new),
    ]  # fmt: skip
    found.extend(Change(*parts) for parts in tool_changes(old, new))
    found.extend(Change(*parts) for parts in description_changes(old, new, judge))
    return tuple(sorted(dict.fromkeys(found), key=lambda c: (c.rule, c.kind, c.key, c.message)))


def _hooks(old: Inventory, new: Inventory) -> Iterator[Change]:
    known = {hook.name: hook for hook in old.hooks}
    for hook in new.hooks:
        before = known.get(hook.name)
        if before is not None and before.command == hook.command:
            continue
        level: Level = "error" if hook.severe else "warning"
        done = "is new" if before is None else f"was `{before.command}`"
        runs = f" (`{hook.command}`)" if hook.command else ""
        yield Change("drift-install-script", level, "hook", hook.name, f"The installation hook {hook.name}{runs} {done}.", hook.name)


def _hosts(old: Inventory, new: Inventory, policy: Callable[[str], bool]) -> Iterator[Change]:
    known = {host.host for host in old.hosts}
    for host in new.hosts:
        if host.host in known or host.host in _EXPLAINED or host.host == UNKNOWN:
            continue
        level, why = _host_level(old, host, policy(host.host))
        yield Change(
            "drift-host", level, "host", host.host,
            f"A new host is sent to: {host.host}; the approved version never does, {why}.", "", host.host,
        )


def _host_level(old: Inventory, host: HostEntry, is_allowed: bool) -> tuple[Level, str]:
    if is_allowed or host.tier == "policy":
        return "note", "and the policy allows it"
    if host.domain in old.domains or (host.service and host.service in old.services and host.declared):
        return "note", "but it already declared the domain"
    if host.declared:
        return "warning", "and only the new version documents it"
    return "error", "and nothing documents it"


def _recipients(old: Inventory, new: Inventory) -> Iterator[Change]:
    known = {recipient.address for recipient in old.recipients}
    for recipient in new.recipients:
        if recipient.address not in known:
            who = {
                CHOSEN["call"]: "recipients that the call names", CHOSEN["operator"]: "recipients that the operator sets",
                CHOSEN["service"]: "recipients out of data of the service", UNKNOWN: "a recipient that can't be resolved",
            }.get(recipient.address, recipient.address)  # fmt: skip
            yield Change(
                "drift-recipient", _recipient_level(old, new, recipient), "recipient", recipient.address,
                f"Messages go to {who}; in the approved version none does.", "", recipient.address,
            )


def _recipient_level(old: Inventory, new: Inventory, recipient: RecipientEntry) -> Level:
    if recipient.address in _EXPLAINED and _only_new_documented(old, new, recipient.tools):
        return "note"
    return "warning" if recipient.address == UNKNOWN else "error"


def _variables(old: Inventory, new: Inventory) -> Iterator[Change]:
    known = {variable.name for variable in old.variables}
    families = tuple(name[:-1] for name in known if name.endswith("*") and len(name) > 1)
    for variable in new.variables:
        if variable.name in known or (families and variable.name.startswith(families)):
            continue
        what = "The whole environment" if variable.name == "*" else f"The environment variable {variable.name}"
        documented = ", which the package documents," if variable.documented else ""
        goes = f"; it goes to {', '.join(variable.domains)}" if variable.domains else ""
        yield Change(
            "drift-env", "note" if variable.documented else "warning", "variable", variable.name,
            f"{what}{documented} is read; the approved version does not read it{goes}.", variable.name,
        )


def _flows(old: Inventory, new: Inventory) -> Iterator[Change]:
    known = {(flow.source, flow.domain) for flow in old.flows}
    documented = {variable.name for variable in new.variables if variable.documented}
    for flow in new.flows:
        if (flow.source, flow.domain) in known or flow.domain in _EXPLAINED:
            continue
        where = "an address that can't be resolved" if flow.domain == UNKNOWN else flow.domain
        yield Change(
            "drift-flow", _flow_level(old, new, flow, documented), "flow", f"{flow.source} → {flow.domain}",
            f"{_in_words(flow.source)} now reach{'es' if ':' in flow.source else ''} {where}; in the approved version nothing of it does.",
            flow.source, flow.domain,
        )


def _flow_level(old: Inventory, new: Inventory, flow: FlowEntry, documented: set[str]) -> Level:
    kind, _, name = flow.source.partition(":")
    if flow.domain == UNKNOWN:
        return "warning" if name.endswith("*") or kind in ("files", "credentials") else "note"
    if kind == "environment":
        owner = next((v.owner for v in new.variables if v.name == name), "undeclared")
        return "note" if flow.declared and flow.allowed and (owner == "own" or name in documented) else "error"
    if kind in ("arguments", "results") and _only_new_documented(old, new, flow.tools):
        return "note"
    return "error"


def _capabilities(old: Inventory, new: Inventory) -> Iterator[Change]:
    known = {(entry.kind, entry.where) for entry in old.capabilities}
    renamed = renamed_tools(old, new)
    for entry in new.capabilities:
        before = renamed.get(entry.where, entry.where)
        if entry.kind not in _NEW_CAPABILITIES or (entry.kind, before) in known or (entry.kind, _ANY_CALL) in known:
            continue
        level = _capability_level(old, new, entry, before)
        if level is not None:
            programs = f" ({', '.join(entry.details)})" if entry.details else ""
            yield Change(
                "drift-flow", level, "capability", f"{entry.kind} {entry.where}",
                f"{_at(entry.where)} now {_NEW_CAPABILITIES[entry.kind]}{programs}; the approved version does not there.",
                entry.kind, entry.where,
            )


def _capability_level(old: Inventory, new: Inventory, entry: CapabilityEntry, before: str) -> Level | None:
    if entry.where in EARLY_PLACES or before in {tool.name for tool in old.tools}:
        return "error"
    if entry.where in {tool.name for tool in new.tools}:
        return "note" if _only_new_documented(old, new, (entry.where,)) else "error"
    # Handlers whose tool is not known: all of them together.
    is_new_kind = entry.kind not in {known.kind for known in old.capabilities}
    return "error" if entry.where == _ANY_CALL and is_new_kind else None


def _only_new_documented(old: Inventory, new: Inventory, tools: tuple[str, ...]) -> bool:
    known = {tool.name for tool in old.tools}
    fresh = {tool.name for tool in new.tools if tool.documented and tool.name not in known}
    return bool(tools) and set(tools) <= fresh


def _in_words(source: str) -> str:
    kind, _, name = source.partition(":")
    if kind == "environment":
        return "The whole environment" if name == "*" else f"The environment variable {name}"
    words = {"arguments": "Arguments of tool calls", "results": "Results", "files": "Contents of files", "credentials": "Credentials"}
    return words.get(kind, kind)


def _at(where: str) -> str:
    words = {"install": "Installation", "import": "Loading the package", "init": "Starting the server", "call": "A handler"}
    return words.get(where, f"The tool {where}")
