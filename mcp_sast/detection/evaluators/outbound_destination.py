"""Outbound calls to hosts that nobody declared (`undeclared-host`).

In: a `Case`. Out: a finding for each effect and host that is neither declared nor explained; a destination that can't be resolved and
isn't explained is one level lower.
"""

from __future__ import annotations

from collections.abc import Iterator

from mcp_sast.detection.case import Case, capped, chain, lowered, phase_of
from mcp_sast.detection.rule import Rule
from mcp_sast.effects.effect import Destination, Effect
from mcp_sast.findings.finding import Finding, Level, Step

NAME = "outbound-destination"


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """Each destination of each effect."""
    for effect in case.effects:
        for destination in effect.destinations:
            level = _level(effect, destination)
            if level is not None:
                yield _finding(rule, case, effect, destination, capped(case, effect, level))


def _level(effect: Effect, destination: Destination) -> Level | None:
    if not destination.is_outside or destination.is_allowed:
        return None
    if destination.judgement is None:
        return lowered("warning")
    if destination.judgement.tier == "private":
        return "note"
    if destination.judgement.tier in ("registry", "telemetry", "shared-cloud") and not any(d.kind in _SENT for d in effect.data):
        return "note"
    return "warning"


_SENT = frozenset({"environment", "tool-argument", "response", "file"})


def _finding(rule: Rule, case: Case, effect: Effect, destination: Destination, level: Level) -> Finding:
    reason = destination.judgement.reason if destination.judgement is not None else "its address can't be resolved"
    call = effect.reached.event.path.rstrip("()")
    return Finding(
        rule=rule.id,
        level=level,
        message=f"{call} sends data to {destination.name}, which nothing in the package declares: {reason}.",
        place=case.place_of(effect.given_host_at),
        function=case.function_of(effect.given_host_at),
        phase=phase_of(effect),
        steps=_steps(case, effect, destination),
        chain=chain(case, effect),
        source=effect.kind,
        destination=destination.host or "",
        confidence="high" if destination.host is not None else "low",
        sink=case.place_of(effect.given_host_at),
        tools=tuple(t for t in (case.tool_of(effect.reached),) if t),
    )


def _steps(case: Case, effect: Effect, destination: Destination) -> tuple[Step, ...]:
    """The host where it is given, and the call that sends, if that is another one."""
    given = Step(case.place_of(effect.given_host_at), f"given the host {destination.name}")
    if effect.given_host_at == effect.site:
        return (given,)
    return (given, Step(case.place_of(effect.site), f"sends to {destination.name}"))
