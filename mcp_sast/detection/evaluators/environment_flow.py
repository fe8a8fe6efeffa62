"""Environment data that leaves the process (`env-exfiltration`).

In: a `Case`. Out: a finding for each source (the whole environment, or a secret-shaped variable) and destination that RULES.md does
not except.
"""

from __future__ import annotations

from collections.abc import Iterator

from mcp_sast.dataflow.values import Source, Unknown, leaves
from mcp_sast.detection.case import Case, capped, chain, lowered, phase_of, steps
from mcp_sast.detection.rule import Rule
from mcp_sast.effects.declarations import Explanation
from mcp_sast.effects.effect import Datum, Destination, Effect
from mcp_sast.findings.finding import Confidence, Finding, Level

NAME = "environment-flow"


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """Each environment datum of each effect against each destination."""
    for effect in case.effects:
        for datum in effect.data:
            if datum.kind != "environment" or datum.name == "?":
                continue
            for destination in effect.destinations:
                level = _level(case, datum, destination)
                if level == "error" and any(hop.text == "call" for hop in datum.trace.hops):
                    level = "warning"  # an unknown callee on the way
                if level is not None:
                    yield _finding(rule, case, effect, datum, destination, capped(case, effect, level))


def _level(case: Case, datum: Datum, destination: Destination) -> Level | None:
    if not destination.is_outside:
        return None
    if destination.judgement is not None and destination.judgement.tier == "private":
        return "warning" if datum.name.endswith("*") else "note"  # it stays in the operator's own network
    if datum.name == "*":
        return "error" if destination.host is not None or destination.explained else "warning"
    declarations = case.declarations
    if datum.name.endswith("*"):
        return _by_prefix(case, datum, destination)
    if not declarations.is_secret_shaped(datum.name) or _names_destination(datum, destination):
        return None
    owner = declarations.variable_owner(datum.name)
    if destination.judgement is None:
        if destination.explained == "service":
            return None if all(declarations.allows(datum.name, origin) for origin in destination.origins) else "error"
        made_for = owner.service_id in {s.id for s in declarations.services}
        return _unresolved("own" if made_for else owner.kind, destination)
    if owner.kind == "undeclared" and destination.judgement.tier == "identity" and destination.judgement.service:
        return None  # a secret that nobody documents, to the service the package is made for
    explained: Explanation = (
        "call" if destination.explained == "call" else "operator" if destination.explained == "operator" else ""
    )
    if declarations.allows(datum.name, destination.judgement, explained):
        return None
    return "error"


def _by_prefix(case: Case, datum: Datum, destination: Destination) -> Level | None:
    """Variables chosen by a prefix: the package's own ones are own variables, any others are bulk."""
    prefix = datum.name[:-1].upper()
    if any(prefix.startswith(own) for own in case.declarations.own_prefixes):
        return None if destination.is_allowed else "error"
    return "error" if destination.host is not None or destination.explained else "warning"


def _unresolved(owner: str, destination: Destination) -> Level | None:
    """A destination without a host: the operator's or the call's choice, or nobody's."""
    if owner == "own":
        return None if destination.explained else "note"
    if destination.explained == "operator":
        return None
    if destination.explained == "call":
        return "error"
    return "note" if _is_parameter(destination) else lowered("error")


def _is_parameter(destination: Destination) -> bool:
    """Is the address only what an unknown caller hands in?"""
    found = list(_leaves(destination))
    return bool(found) and all(isinstance(v, Unknown) and v.reason in ("callback", "exported", "parameter") for v in found)


def _names_destination(datum: Datum, destination: Destination) -> bool:
    """A variable that itself names the destination (a DSN, a proxy) goes where it says."""
    return any(isinstance(v, Source) and v.kind == "environment" and v.name == datum.name for v in _leaves(destination))


def _leaves(destination: Destination) -> Iterator[object]:
    for value in destination.values[:1]:
        yield from leaves(value)


def _finding(rule: Rule, case: Case, effect: Effect, datum: Datum, destination: Destination, level: Level) -> Finding:
    what = "The whole environment" if datum.name == "*" else f"The environment variable {datum.name}"
    if datum.name.endswith("*") and datum.name != "*":
        what = f"Every environment variable named {datum.name}"
    first = "reads the whole environment" if datum.name == "*" else f"reads {datum.name}"
    where = destination.name
    tier = f" ({destination.judgement.tier}: {destination.judgement.reason})" if destination.judgement is not None else ""
    call = effect.reached.event.path.rstrip("()")
    return Finding(
        rule=rule.id,
        level=level,
        message=f"{what} is sent to {where}{tier} by {call}.",
        place=case.place_of(effect.site),
        function=case.function_of(effect.site),
        phase=phase_of(effect),
        steps=steps(case, datum, effect, first, f"sent to {where}"),
        chain=chain(case, effect),
        source="environment" if datum.name == "*" else datum.name,
        destination=destination.host or "",
        confidence=_confidence(effect, destination),
        sink=case.place_of(effect.given_host_at),
        tools=tuple(t for t in (case.tool_of(effect.reached),) if t),
    )


def _confidence(effect: Effect, destination: Destination) -> Confidence:
    return "high" if destination.host is not None and len(effect.destinations) == 1 else "medium"
