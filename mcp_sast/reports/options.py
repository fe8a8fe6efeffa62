"""What may be chosen about a report, and what all reports agree on.

In: `Report`s and `ReportOptions`. Out: which findings are shown, in which order, and their counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mcp_sast.findings.finding import LEVEL_ORDER, Finding
from mcp_sast.findings.place import Place
from mcp_sast.findings.report import LineFrame, Report, RuleText

LEVELS = ("error", "warning", "note")
_CONFIDENCE_ORDER = {"low": 0, "medium": 1, "high": 2}


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """`notes`: show findings of level note. `colour`: ANSI colours (text). `path_prefix`: the target's folder relative to the
    repository root, in front of all paths (SARIF). `quiet`: no summary (text)."""

    notes: bool = False
    colour: bool = False
    path_prefix: str = ""
    quiet: bool = False


class Frames:
    """Looks up the frame of a place in the reports it is made from."""

    def __init__(self, reports: Iterable[Report]) -> None:
        self._frames = {(f.place.path, f.place.start, f.place.end): f for report in reports for f in report.frames}

    def of(self, place: Place) -> LineFrame:
        """The frame of a place; the start of the file if there is none (the file is not in the target)."""
        found = self._frames.get((place.path, place.start, place.end))
        return found or LineFrame(place, 1, 1, 1, 1, "")


def worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """By level, then confidence, then in the order they came in."""
    return tuple(sorted(findings, key=lambda f: (-LEVEL_ORDER[f.level], -_CONFIDENCE_ORDER[f.confidence])))


def shown(findings: Iterable[Finding], options: ReportOptions) -> tuple[Finding, ...]:
    """The findings that are to be shown, the worst first."""
    return worst_first(f for f in findings if options.notes or f.level != "note")


def level_counts(reports: Sequence[Report]) -> dict[str, int]:
    """Number of findings of each level, notes that are not shown included."""
    counts = dict.fromkeys(LEVELS, 0)
    for report in reports:
        for finding in report.findings:
            counts[finding.level] += 1
    return counts


def accepted_counts(reports: Sequence[Report]) -> dict[str, int]:
    """Number of findings that are not reported, by what accepted them."""
    counts: dict[str, int] = {}
    for report in reports:
        for accepted in report.accepted:
            counts[accepted.by] = counts.get(accepted.by, 0) + 1
    return dict(sorted(counts.items()))


def all_rules(reports: Sequence[Report]) -> tuple[RuleText, ...]:
    """The enabled rules of all reports, sorted by id."""
    rules = {rule.id: rule for report in reports for rule in report.rules}
    return tuple(rules[name] for name in sorted(rules))
