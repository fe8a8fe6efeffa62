"""Descriptions that change after they were listed (`mutable-tool-description`).

In: a `Case`. Out: a finding for each description that is fetched, counted, timed or written anew.
"""

from __future__ import annotations

from collections.abc import Iterator

from mcp_sast.detection.case import Case
from mcp_sast.detection.rule import Rule
from mcp_sast.findings.finding import Finding, Step

NAME = "changing-descriptions"


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """Each place once."""
    for text in case.changing_texts:
        place = case.place_of(text.site)
        owner = f"the tool {text.tool}" if text.tool else "a tool"
        yield Finding(
            rule=rule.id,
            level="warning",
            message=f"The description of {owner} {text.why}.",
            place=place,
            function=case.function_of(text.site),
            phase="list",
            steps=(Step(place, f"the description {text.why}"),),
            source=text.tool,
            destination=text.why,
            confidence="medium",
            tools=(text.tool,) if text.tool else (),
        )
