"""Runs every rule on a package.

In: rules, a `Case`. Out: findings, each once; relations between them decided over all rules; a rule that fails is a diagnostic.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache

from mcp_sast.detection import evaluators
from mcp_sast.detection.case import Case
from mcp_sast.detection.rule import Rule
from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.findings.finding import LEVEL_ORDER, Finding, Related

Evaluator = Callable[[Rule, Case], Iterable[Finding]]

# RULES.md, "How findings relate": the general rule, and the more specific ones that take it along at the same sink call.
_EXFILTRATIONS = frozenset({"env-exfiltration", "tool-data-exfiltration", "file-exfiltration", "credential-exfiltration"})
_AT_A_SINK = _EXFILTRATIONS | {"hidden-destination", "gated-send", "downloaded-code-execution", "install-script-download", "reverse-shell"}
_TAKEN_ALONG = {"undeclared-host": _AT_A_SINK, "network-call-at-init": _AT_A_SINK}
# The same for rules about where data is read: taken along by what tells a flow of the same data that begins there.
_TAKEN_ALONG_BY_FLOW = {"env-read-at-init": frozenset({"env-exfiltration"})}
# A shell at the other end of a connection: nothing else is said of that connection.
_SHELL = "reverse-shell"
_OF_A_CONNECTION = _EXFILTRATIONS | frozenset(_TAKEN_ALONG)
_BULK = "environment"


@cache
def _evaluators() -> dict[str, Evaluator]:
    found: dict[str, Evaluator] = {}
    for module in pkgutil.iter_modules(evaluators.__path__):
        loaded = importlib.import_module(f"{evaluators.__name__}.{module.name}")
        found[loaded.NAME] = loaded.evaluate
    return found


@cache
def _judges_of_findings() -> dict[str, Callable[[Rule, Case, tuple[Finding, ...]], Iterable[Finding]]]:
    """Evaluators for which it matters what the other rules found (`evaluate_after`)."""
    found: dict[str, Callable[[Rule, Case, tuple[Finding, ...]], Iterable[Finding]]] = {}
    for module in pkgutil.iter_modules(evaluators.__path__):
        loaded = importlib.import_module(f"{evaluators.__name__}.{module.name}")
        if hasattr(loaded, "evaluate_after"):
            found[loaded.NAME] = loaded.evaluate_after
    return found


def run_rules(rules: tuple[Rule, ...], case: Case, selected: frozenset[str]) -> tuple[tuple[Finding, ...], tuple[Diagnostic, ...]]:
    """All rules are run whatever is selected, since findings of one relate to those of another; a finding whose more specific one is
    not shown is shown itself."""
    found: list[Finding] = []
    diagnostics: list[Diagnostic] = []
    # Those that judge what others reported come last.
    for rule in sorted(rules, key=lambda rule: rule.evaluator in _judges_of_findings()):
        evaluator = _evaluators().get(rule.evaluator)
        if evaluator is None:
            diagnostics.append(
                Diagnostic("rule-failed", f"{rule.origin}: no evaluator is called {rule.evaluator!r}", None, "error", True)
            )
            continue
        try:
            judges = _judges_of_findings().get(rule.evaluator)
            found.extend(list(judges(rule, case, tuple(found)) if judges is not None else evaluator(rule, case)))
        except Exception as error:  # one rule's fault must not cost the others' findings
            diagnostics.append(
                Diagnostic("rule-failed", f"rule {rule.id} failed: {type(error).__name__}: {error}", None, "error", True)
            )
    forbidden = frozenset(case.policy.forbid) if case.policy is not None else frozenset()
    found = [replace(finding, level="error") if finding.rule in forbidden else finding for finding in found]
    return _related(_once(found), selected), tuple(diagnostics)


def _once(found: list[Finding]) -> list[Finding]:
    """One finding for each rule, place, source and destination: the worst, and of equals the one with the shortest flow."""
    best: dict[tuple[object, ...], Finding] = {}
    for finding in found:
        key = (finding.rule, finding.place, finding.source, finding.destination)
        old = best.get(key)
        if old is None or _rank(finding) < _rank(old):
            tools = tuple(sorted({*finding.tools, *(old.tools if old else ())}))
            best[key] = replace(finding, tools=tools)
        elif not set(finding.tools) <= set(old.tools):
            best[key] = replace(old, tools=tuple(sorted({*old.tools, *finding.tools})))
    return list(best.values())


def _rank(finding: Finding) -> tuple[object, ...]:
    return (
        -LEVEL_ORDER[finding.level],
        len(finding.steps),
        len(finding.chain),
        [(s.place, s.text) for s in finding.steps],
        finding.message,
    )


def _related(found: list[Finding], selected: frozenset[str]) -> tuple[Finding, ...]:
    out: list[Finding] = []
    attached: dict[int, list[Related]] = {}
    for finding in found:
        owners = list(_owners(finding, found, selected))
        if not owners:
            out.append(finding)
        for owner in owners:  # all of them: which others are selected must not change a finding
            attached.setdefault(id(owner), []).append(Related(finding.place, f"{finding.rule}: {finding.message}"))
    return tuple(
        replace(f, related=(*f.related, *sorted(attached[id(f)], key=lambda r: (r.place, r.text)))) if id(f) in attached else f
        for f in out
    )


def _owners(finding: Finding, found: list[Finding], selected: frozenset[str]) -> Iterator[Finding]:
    at_sink = _TAKEN_ALONG.get(finding.rule, frozenset())
    of_flow = _TAKEN_ALONG_BY_FLOW.get(finding.rule, frozenset())
    of_shell = finding.rule in _OF_A_CONNECTION
    if not at_sink and not of_flow and not of_shell:
        return
    for other in found:
        if other.rule not in selected or not _takes_along(other):
            continue
        if of_shell and other.rule == _SHELL and other.destination and other.destination == finding.destination:
            yield other
            continue
        if other.rule in at_sink and other.sink is not None and other.sink == finding.sink:
            yield other
        if other.rule in of_flow and _is_of_flow(finding, other):
            yield other


def _takes_along(specific: Finding) -> bool:
    """An error; for bulk reads of the environment, a warning."""
    return specific.level == "error" or (specific.level == "warning" and specific.source == _BULK)


def _is_of_flow(read: Finding, flow: Finding) -> bool:
    """Does the flow carry what was read there?"""
    return flow.source == read.source and any(step.place == read.place for step in flow.steps[:-1])
