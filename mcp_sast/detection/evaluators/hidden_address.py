"""Destinations that are put together so as not to be read (`hidden-destination`).

In: a `Case`. Out: a finding for each effect and destination that is decoded, assembled from pieces of words, kept alone in a data file, or
fetched from a place that nobody declared; a note where the host is declared all the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from mcp_sast.detection.case import Case, capped, chain, phase_of
from mcp_sast.detection.leaks import decides
from mcp_sast.detection.rule import Rule
from mcp_sast.effects.effect import Destination, Effect
from mcp_sast.effects.hiding import Evidence
from mcp_sast.findings.finding import Finding, Level, Step

NAME = "hidden-address"
_MOST_STEPS = 6
# What makes an address out of somebody's answer more than a link that is followed.
_SENT = frozenset({"environment", "tool-argument", "file", "response", "credential", "request-context", "process-output"})


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """Each destination of each effect."""
    for effect in case.effects:
        for destination in effect.destinations:
            if not destination.is_outside:
                continue
            if destination.hiding:
                yield _finding(rule, case, effect, destination, _how(destination.hiding[0]), destination.hiding)
            elif _is_fetched(effect, destination):
                asked = next(o.host for o in destination.origins if not o.declared)
                yield _finding(rule, case, effect, destination, f"read from what {asked} answers", ())


def _is_fetched(effect: Effect, destination: Destination) -> bool:
    """Does somebody undeclared say where the data goes?"""
    if destination.host is not None or destination.explained or not any(not o.declared for o in destination.origins):
        return False
    return any(d.kind in _SENT and not decides(d, effect) for d in effect.data)


def _how(evidence: Evidence) -> str:
    return evidence.how


def _level(destination: Destination) -> Level:
    return "note" if destination.judgement is not None and destination.judgement.declared else "error"


def _finding(
    rule: Rule, case: Case, effect: Effect, destination: Destination, how: str, evidence: tuple[Evidence, ...]
) -> Finding:
    call, given = effect.reached.event.path.rstrip("()"), effect.given_host_at
    steps = [
        Step(case.place_of(one.site), f"{one.how}: {one.text[:80]}" if one.text else one.how) for one in evidence if one.site.function
    ][:_MOST_STEPS]
    return Finding(
        rule=rule.id,
        level=capped(case, effect, _level(destination)),
        message=f"{call} sends to {destination.name}; the address is {how}, so that reading the code does not show it.",
        place=case.place_of(given),
        function=case.function_of(given),
        phase=phase_of(effect),
        steps=(*steps, Step(case.place_of(given), f"given the host {destination.name}")),
        chain=chain(case, effect),
        source=how,
        destination=destination.host or "",
        confidence="high" if destination.host is not None else "medium",
        sink=case.place_of(given),
        tools=tuple(t for t in (case.tool_of(effect.reached),) if t),
    )
