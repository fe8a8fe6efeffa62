"""Findings about what is installed: one place, no flow.

In: what an evaluator saw. Out: `Finding`.
"""

from __future__ import annotations

from mcp_sast.detection.rule import Rule
from mcp_sast.findings.finding import Confidence, Finding, Level, Phase, Related, Step
from mcp_sast.findings.place import Place


def finding_at(
    rule: Rule,
    level: Level,
    place: Place,
    message: str,
    *,
    subject: str,
    other: str = "",
    step: str = "",
    phase: Phase | None = None,
    related: tuple[Related, ...] = (),
    confidence: Confidence = "high",
) -> Finding:
    """A finding at one place. `subject` and `other` identify it besides rule and file: a dependency, a setting, a version."""
    return Finding(
        rule=rule.id,
        level=level,
        message=message,
        place=place,
        phase=phase,
        steps=(Step(place, step or subject),),
        related=related,
        source=subject,
        destination=other,
        confidence=confidence,
    )
