"""Findings as rows: what the short formats have in common.

In: `Report`s. Out: one `Row` a finding, the worst first, its texts harmless on one line, its path below the repository's root.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mcp_sast.findings.finding import Finding, Level
from mcp_sast.findings.report import Report, RuleText
from mcp_sast.reports.options import Frames, ReportOptions, all_rules, shown, worst_first
from mcp_sast.reports.plain import plain


class Row(NamedTuple):
    """Lines and columns are 1-based, the end column is exclusive. `package` is the subject's name, or its folder."""

    level: Level
    rule: RuleText
    message: str
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    fingerprint: str
    package: str


def rows_of(reports: Sequence[Report], options: ReportOptions) -> tuple[Row, ...]:
    """The findings that are shown, as rows."""
    frames = Frames(reports)
    rules = {rule.id: rule for rule in all_rules(reports)}
    homes = {id(finding): report for report in reports for finding in report.findings}
    prefix = options.path_prefix.strip("/") + "/" if options.path_prefix.strip("/") not in ("", ".") else ""
    findings = worst_first(finding for report in reports for finding in shown(report.findings, options))
    return tuple(_row(finding, homes[id(finding)], rules, frames, prefix) for finding in findings)


def _row(finding: Finding, home: Report, rules: dict[str, RuleText], frames: Frames, prefix: str) -> Row:
    frame = frames.of(finding.place)
    name = plain(home.subject.name) or plain(home.subject.root) or "."
    return Row(
        finding.level, rules.get(finding.rule) or _unknown(finding), plain(finding.message), plain(prefix + finding.place.path),
        frame.start_line, frame.start_column, frame.end_line, frame.end_column, finding.fingerprint, name,
    )  # fmt: skip


def _unknown(finding: Finding) -> RuleText:
    return RuleText(finding.rule, finding.rule, finding.level, "", "", "", "", "", "")
