"""Outbound calls to hosts that the policy does not list (`disallowed-host`).

In: a `Case` to which a policy with a list of hosts applies. Out: an error for each effect of live code and host beside the list; an address
that can't be resolved, and that neither call nor operator names, is a warning.
"""

from __future__ import annotations

from collections.abc import Iterator

from mcp_sast.config.policy import ServerPolicy
from mcp_sast.detection.case import Case, capped, chain, phase_of
from mcp_sast.detection.rule import Rule
from mcp_sast.effects.declarations import is_listed
from mcp_sast.effects.effect import Destination, Effect
from mcp_sast.findings.finding import Finding, Level, Step

NAME = "disallowed-hosts"


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """Nothing without a list."""
    policy = case.policy
    if policy is None or policy.allowed_hosts is None:
        return
    for effect in case.effects:
        for destination in effect.destinations:
            level = _level(destination, policy.allowed_hosts)
            if level is not None:
                yield _finding(rule, case, policy, effect, destination, capped(case, effect, level))


def _level(destination: Destination, allowed: tuple[str, ...]) -> Level | None:
    if destination.judgement is not None and destination.judgement.tier == "loopback":
        return None
    if destination.host is None:
        return None if destination.explained else "warning"
    return None if is_listed(destination.host, allowed) else "error"


def _finding(
    rule: Rule, case: Case, policy: ServerPolicy, effect: Effect, destination: Destination, level: Level
) -> Finding:
    call = effect.reached.event.path.rstrip("()")
    given = Step(case.place_of(effect.given_host_at), f"given the host {destination.name}")
    sends = Step(case.place_of(effect.site), f"sends to {destination.name}")
    return Finding(
        rule=rule.id,
        level=level,
        message=f"{call} sends data to {destination.name}, which is not on the policy's list of hosts for {policy.name}.",
        place=case.place_of(effect.given_host_at),
        function=case.function_of(effect.given_host_at),
        phase=phase_of(effect),
        steps=(given,) if effect.given_host_at == effect.site else (given, sends),
        chain=chain(case, effect),
        source=effect.kind,
        destination=destination.host or "",
        confidence="high" if destination.host is not None else "low",
        sink=case.place_of(effect.given_host_at),
        tools=tuple(t for t in (case.tool_of(effect.reached),) if t),
    )
