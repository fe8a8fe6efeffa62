"""Findings as SARIF results.

In: a `Finding`. Out: a sarif-om result with fingerprints, flows and related locations, as GitHub code scanning reads them: the
message is the alert's title, so its first sentence stands alone; flows are inlined; a related location is shown only if the message
links to it.
"""

from __future__ import annotations

from typing import Any

import sarif_om as om

from mcp_sast.findings.finding import Finding, Step
from mcp_sast.findings.place import Place
from mcp_sast.reports.plain import plain
from mcp_sast.reports.sarif_place import Locations, literal

MOST_STEPS = 50
MOST_RELATED = 20
_FINGERPRINT_DIGITS = 16


def result_of(finding: Finding, locations: Locations, with_flows: bool = True) -> om.Result:
    """The result. `with_flows` is False where the document would become too large.

    There is no `ruleIndex`: it would change with the rules that are selected, and `ruleId` says the same.
    """
    related = _related(finding)
    text = literal(finding.message) + "".join(f" {title}: [{_link_text(place)}]({number})." for number, title, place, _ in related)
    return om.Result(
        rule_id=finding.rule,
        level=finding.level,
        message=om.Message(text=text),
        locations=[locations.of(finding.place)],
        partial_fingerprints=_fingerprints(finding),
        code_flows=_code_flows(finding, locations) if with_flows else None,
        related_locations=[locations.of(place, note, number) for number, _, place, note in related] or None,
        properties=_properties(finding),
    )


def steps_of(finding: Finding) -> int:
    """How many flow locations the finding's result has."""
    return min(len(finding.steps), MOST_STEPS) + min(len(finding.chain), MOST_STEPS)


def _fingerprints(finding: Finding) -> dict[str, str]:
    """The alert's identity for GitHub, in the form of its own hashes (`hash:occurrence`), and the full one for other readers.

    The fingerprint already tells apart findings that are equal in all that identifies them, so the occurrence is always 1.
    """
    return {"primaryLocationLineHash": f"{finding.fingerprint[:_FINGERPRINT_DIGITS]}:1", "mcpSast/v1": finding.fingerprint}


def _related(finding: Finding) -> list[tuple[int, str, Place, str]]:
    """Number, title in the message, place and text of each related location: source, root, then the finding's own."""
    found: list[tuple[str, Place, str]] = []
    if finding.steps and finding.steps[0].place != finding.place:
        found.append(("Source", finding.steps[0].place, finding.steps[0].text))
    if finding.chain and finding.chain[0].place != finding.place:
        found.append(("Reached from", finding.chain[0].place, finding.chain[0].text))
    found += [(_sentence_start(other.text), other.place, other.text) for other in finding.related]
    return [(number, *item) for number, item in enumerate(found[:MOST_RELATED], 1)]


def _sentence_start(text: str) -> str:
    shown = literal(text).rstrip(".:")
    return shown[:1].upper() + shown[1:] if shown else "See"


def _link_text(place: Place) -> str:
    """The file's name; brackets would end the link early."""
    name = plain(place.path).rsplit("/", 1)[-1]
    return "".join(" " if character in "[]()\\" else character for character in name) or "here"


def _code_flows(finding: Finding, locations: Locations) -> list[om.CodeFlow] | None:
    flows = []
    for title, steps in (("How the data flows", finding.steps), ("How it is reached", finding.chain)):
        if steps:
            flows.append(_code_flow(title, steps, locations))
    return flows or None


def _code_flow(title: str, steps: tuple[Step, ...], locations: Locations) -> om.CodeFlow:
    """A flow of at most 50 steps: the first and the last ones are what a reader needs."""
    left_out = len(steps) - MOST_STEPS
    if left_out > 0:
        steps = steps[: MOST_STEPS // 2] + steps[-MOST_STEPS // 2:]
        title = f"{title} ({left_out} steps in the middle left out)"
    path = [om.ThreadFlowLocation(location=locations.of(step.place, step.text)) for step in steps]
    return om.CodeFlow(message=om.Message(text=title), thread_flows=[om.ThreadFlow(locations=path)])


def _properties(finding: Finding) -> dict[str, Any]:
    bag: dict[str, Any] = {"confidence": finding.confidence}
    texts = (
        ("phase", finding.phase or ""), ("guard", finding.guard), ("source", finding.source),
        ("destination", finding.destination), ("function", finding.function), ("decoded", finding.place.derived),
    )
    bag.update({name: plain(text) for name, text in texts if text})
    if finding.tools:
        bag["tools"] = [plain(tool) for tool in finding.tools]
    return bag
