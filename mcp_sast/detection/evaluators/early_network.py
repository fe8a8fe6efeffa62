"""Outbound calls before anybody asked for something (`network-call-at-init`).

In: a `Case`. Out: a finding for each effect reached in phase install, import or init, and each of its destinations: a warning where
the host is neither declared nor explained, else a note.
"""

from __future__ import annotations

from collections.abc import Iterator

from mcp_sast.detection.case import Case, chain
from mcp_sast.detection.phases import Phases
from mcp_sast.detection.rule import Rule
from mcp_sast.effects.effect import Destination, Effect
from mcp_sast.findings.finding import Finding, Level, Phase, Step

NAME = "early-network"
_TIERS_OF_THEIR_OWN = ("registry", "telemetry", "shared-cloud")
# What makes them undeclared as soon as it is sent.
_SENT = frozenset({"environment", "tool-argument", "response", "file"})
_WHEN = {"install": "when the package is installed", "import": "when it is loaded", "init": "when it starts"}


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """Each destination of each effect that is reached early."""
    phases = Phases(case)
    for effect in case.effects:
        phase = phases.early(effect.reached.root) if case.is_live(effect) else None
        if phase is None:
            continue
        for destination in effect.destinations:
            if destination.is_outside:
                yield _finding(rule, case, effect, destination, phase)


def _level(effect: Effect, destination: Destination) -> Level:
    if destination.is_allowed or destination.judgement is None:
        return "note"  # what can't be resolved counts as undeclared, one level lower
    tier = destination.judgement.tier
    is_harmless = tier in _TIERS_OF_THEIR_OWN and not any(d.kind in _SENT for d in effect.data)
    return "note" if tier == "private" or is_harmless else "warning"


def _finding(rule: Rule, case: Case, effect: Effect, destination: Destination, phase: Phase) -> Finding:
    call = effect.reached.event.path.rstrip("()")
    given = effect.given_host_at
    return Finding(
        rule=rule.id,
        level=_level(effect, destination),
        message=f"{call} talks to {destination.name} already {_WHEN[phase]}, before any tool is called{_reason(destination)}.",
        place=case.place_of(given),
        function=case.function_of(given),
        phase=phase,
        steps=_steps(case, effect, destination),
        chain=chain(case, effect),
        source=effect.kind,
        destination=destination.host or "",
        confidence="high" if destination.host is not None else "low",
        sink=case.place_of(given),
    )


def _reason(destination: Destination) -> str:
    if destination.is_allowed:
        return ""
    return f": {destination.judgement.reason}" if destination.judgement is not None else ": its address can't be resolved"


def _steps(case: Case, effect: Effect, destination: Destination) -> tuple[Step, ...]:
    """The host where it is given, and the call that sends, if that is another one."""
    given = Step(case.place_of(effect.given_host_at), f"given the host {destination.name}")
    if effect.given_host_at == effect.site:
        return (given,)
    return (given, Step(case.place_of(effect.site), f"talks to {destination.name}"))
