"""Recipients of messages that nobody asked for (`hidden-recipient`).

In: a `Case`. Out: a finding for each recipient that is set or added from an unexplained value.
"""

from __future__ import annotations

from collections.abc import Iterator

from mcp_sast.detection.case import Case, capped, chain, phase_of, steps
from mcp_sast.detection.rule import Rule
from mcp_sast.effects.effect import Datum, Effect, Recipient
from mcp_sast.findings.finding import Finding, Level

NAME = "message-recipient"


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """Each unexplained recipient of each message."""
    for effect in case.effects:
        if not effect.is_message:
            continue
        if _is_announced(case, effect):
            continue
        for recipient in (r for r in effect.recipients if not r.explained):
            level: Level = "error" if recipient.resolved else "warning"
            yield _finding(rule, case, effect, recipient, capped(case, effect, level))


def _is_announced(case: Case, effect: Effect) -> bool:
    """The only recipient of a message, named in the tool's own description, is explained."""
    addresses = {r.text.lower() for r in effect.recipients}
    if len(addresses) != 1:
        return False
    name, address = case.tool_of(effect.reached), next(iter(addresses))
    return bool(address) and any(t.name == name and address in t.description.lower() for t in case.tools)


def _finding(rule: Rule, case: Case, effect: Effect, recipient: Recipient, level: Level) -> Finding:
    who = recipient.text or "an address computed from constants"
    datum = Datum("constant", who, recipient.site, recipient.trace)
    call = effect.reached.event.path.rstrip("()")
    flow = steps(case, datum, effect, f"{who} becomes a recipient ({recipient.field})", f"sent by {call}")
    return Finding(
        rule=rule.id,
        level=level,
        message=f"Messages sent by {call} go to {who} ({recipient.field}), which neither the call nor the operator chose.",
        place=case.place_of(recipient.site),
        function=case.function_of(recipient.site),
        phase=phase_of(effect),
        steps=flow,
        chain=chain(case, effect),
        source=recipient.field.lower(),
        destination=recipient.text,
        confidence="high" if recipient.resolved else "low",
        tools=tuple(t for t in (case.tool_of(effect.reached),) if t),
    )
