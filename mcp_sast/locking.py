"""Locks targets, and verifies that they still do what was approved.

In: targets, a `Lock`, a captured answer. Out: the lock with the targets in it; `Verification`s with the drift of each package.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mcp_sast.contract import opened
from mcp_sast.detection.stocktaking import orders
from mcp_sast.errors import TargetError, UsageError
from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.findings.finding import Finding, identified
from mcp_sast.findings.report import Report, ToolInfo
from mcp_sast.inventories.comparison import compare
from mcp_sast.inventories.inventory import Inventory, Parameter, ToldText, ToolEntry
from mcp_sast.inventories.lock import LOCK_NAME, Accepted, Lock, LockedServer, lock_from_text
from mcp_sast.pipeline import ScanOptions, digest_of, scan, take_inventory

_DRIFT = "drift-"
_LARGEST_LOCK = 200_000_000
_DEFAULT = ScanOptions()


@dataclass(frozen=True, slots=True)
class Verification:
    """One package against the lock. `status`: "unchanged" (the same bytes), "same" (nothing drifted), "drifted", "unlocked", "died"."""

    name: str
    version: str
    status: str
    report: Report | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The drift."""
        return self.report.findings if self.report is not None else ()


def read_lock(path: str = LOCK_NAME) -> Lock:
    """The lock in a file. Raises UsageError if there is none, or if the file is no lock."""
    try:
        if Path(path).stat().st_size > _LARGEST_LOCK:
            raise UsageError(f"{path}: larger than any lock")
        text = Path(path).read_text("utf-8")
    except FileNotFoundError as error:
        raise UsageError(f"{path}: there is no lock; `mcp-sast lock TARGET` writes one") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: can't be read as a lock: {error}") from error
    return lock_from_text(text, path)


def locked(
    target: str, lock: Lock, options: ScanOptions = _DEFAULT, accept: tuple[str, ...] = (), reason: str = ""
) -> tuple[Lock, tuple[Finding, ...]]:
    """The lock with all packages of a target in it, and the drift that nobody accepted: a package with such drift stays as it was locked.
    `accept`: rules whose changes were reviewed, for the `reason` given."""
    tree, packages = opened(target)
    open_drift: list[Finding] = []
    for package in packages:
        known = lock.server(package.ecosystem, package.name)
        report, found = take_inventory(tree, package, options, known.inventory if known is not None else None)
        if found is None:
            raise TargetError(f"{target}: the analysis of {package.name or package.root} came to no end, so it can't be locked")
        drift = [f for f in report.findings if f.rule.startswith(_DRIFT) and f.level != "note"] if known is not None else []
        if known is not None:
            drift = [f for f in drift if f.rule not in known.rules_without_comparison]
        refused = [finding for finding in drift if finding.rule not in accept]
        if refused:
            open_drift.extend(refused)
            continue
        reviewed = tuple(Accepted(finding.rule, finding.message, reason) for finding in drift)
        before = known.accepted if known is not None else ()
        lock = lock.with_server(LockedServer(found, tuple(sorted({*before, *reviewed}))))
    return lock, tuple(open_drift)


def verified(target: str, lock: Lock, options: ScanOptions = _DEFAULT) -> Iterator[Verification]:
    """Each package of a target against the lock. The same bytes need no analysis."""
    tree, packages = opened(target)
    for package in packages:
        known = lock.server(package.ecosystem, package.name)
        if known is None:
            yield Verification(package.name or package.root, package.version, "unlocked")
        elif not known.unreadable and known.inventory.digest == digest_of(tree, package):
            yield Verification(package.name, package.version, "unchanged")
        else:
            report, found = take_inventory(tree, package, options, known.inventory)
            yield _verification(package.name, package.version, known, report, found)


def _verification(name: str, version: str, known: LockedServer, report: Report, found: Inventory | None) -> Verification:
    if found is None:
        return Verification(name, version, "died", replace(report, findings=()))
    without = known.rules_without_comparison
    drift = tuple(f for f in report.findings if f.rule.startswith(_DRIFT) and f.rule not in without)
    if known.unreadable:
        what = ", ".join(known.unreadable)
        message = f"the lock of {name} was written by another version of mcp-sast; not compared: {what}; lock it anew"
        report = replace(report, diagnostics=(*report.diagnostics, Diagnostic("lock-not-compared", message)))
    status = "drifted" if any(f.level != "note" for f in drift) else "same"
    return Verification(name, version, status, replace(report, findings=identified(drift)))


# --------------------------------------------------------------------------------------------------------------- captured answers


def verified_answer(path: str, lock: Lock, server: str = "", options: ScanOptions = _DEFAULT) -> Verification:
    """A captured answer to tools/list against a locked server (the only one, or the one of that package name): tools and their texts."""
    known = _locked_server(lock, server)
    result = scan(path, options)
    told = [tool for info in result.servers for tool in info.tools]
    live = _as_told(known.inventory, told)
    places = {tool.name: tool.place for tool in told}
    first = next(iter(places.values()), None)
    changes = [c for c in compare(_told_part(known.inventory), live, orders) if c.rule in ("drift-tool", "drift-description")]
    report = result.reports[0]
    found = tuple(
        Finding(c.rule, c.level, c.message, place, source=c.source, destination=c.destination, phase="list", confidence="high")
        for c in changes if (place := places.get(c.source, first)) is not None
    )  # fmt: skip
    status = "drifted" if any(finding.level != "note" for finding in found) else "same"
    return Verification(known.inventory.name, known.inventory.version, status, replace(report, findings=identified(found)))


def _locked_server(lock: Lock, name: str) -> LockedServer:
    fitting = [one for one in lock.servers if not name or one.inventory.name == name]
    if len(fitting) != 1:
        names = ", ".join(one.inventory.name for one in lock.servers) or "none"
        raise UsageError(f"{lock.path}: say with --server which locked server the answer is of (locked: {names})")
    return fitting[0]


def _told_part(inventory: Inventory) -> Inventory:
    """What of a locked inventory an answer to tools/list can show: types of parameters are written otherwise there."""
    tools = tuple(replace(tool, parameters=tuple(replace(p, kinds=()) for p in tool.parameters)) for tool in inventory.tools)
    return replace(inventory, tools=tools, texts=tuple(text for text in inventory.texts if text.kind == "tool"))


def _as_told(known: Inventory, told: list[ToolInfo]) -> Inventory:
    documented = {tool.name: tool.documented for tool in known.tools}
    tools: list[ToolEntry] = []
    texts: list[ToldText] = []
    for tool in told:
        parameters: list[Parameter] = []
        for name, schema in _properties(tool.definition):
            values = schema.get("enum")
            listed = tuple(sorted(str(value) for value in values)) if isinstance(values, list) else ()
            parameters.append(Parameter(name, (), listed))
            if isinstance(schema.get("description"), str):
                texts.append(ToldText("tool", tool.name, schema["description"], name))
        tools.append(ToolEntry(tool.name, tool.description, tuple(sorted(parameters)), documented.get(tool.name, False)))
        if tool.description:
            texts.append(ToldText("tool", tool.name, tool.description))
    return replace(known, tools=tuple(sorted(tools)), texts=tuple(sorted(texts)))


def _properties(definition: str) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        whole = json.loads(definition) if definition else {}
    except (ValueError, RecursionError):
        return
    schema = whole.get("inputSchema") if isinstance(whole, dict) else None
    properties = schema.get("properties") if isinstance(schema, dict) else None
    for name, one in (properties.items() if isinstance(properties, dict) else ()):
        yield str(name), one if isinstance(one, dict) else {}
