"""Reports of a comparison.

In: the `Report`s of the new version with what is new, `Sides`. Out: text, JSON (docs/schemas/diff-v1.json), SARIF, Markdown.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mcp_sast.findings.finding import Finding
from mcp_sast.findings.report import Report
from mcp_sast.reports.formats import render as render_reports
from mcp_sast.reports.options import Frames, ReportOptions, shown
from mcp_sast.reports.plain import plain

DIFF_FORMATS = ("text", "json", "sarif", "markdown")
_MOST_IN_A_TABLE = 100
_DRIFT = "drift-"


@dataclass(frozen=True, slots=True)
class Sides:
    """What a comparison says besides what is new: the names of both targets, and what is gone or unchanged."""

    old: str
    new: str
    gone: tuple[Finding, ...]
    unchanged: tuple[Finding, ...]


def render(form: str, reports: Sequence[Report], sides: Sides, options: ReportOptions) -> str:
    """The comparison in one of DIFF_FORMATS."""
    if form == "json":
        return _json(reports, sides, options)
    if form == "markdown":
        return _markdown(reports, sides, options)
    text = render_reports(form, reports, options)
    if form == "text" and not options.quiet:
        text += _summary(reports, sides) + "\n"
    return text


def _summary(reports: Sequence[Report], sides: Sides) -> str:
    new = [finding for report in reports for finding in report.findings]
    drift = sum(finding.rule.startswith(_DRIFT) for finding in new)
    return (
        f"Compared with {plain(sides.old)}: {drift} drifts, {len(new) - drift} findings that are new, {len(sides.gone)} gone, "
        f"{len(sides.unchanged)} unchanged."
    )


def _json(reports: Sequence[Report], sides: Sides, options: ReportOptions) -> str:
    document: dict[str, Any] = {
        "schemaVersion": 1,
        "old": plain(sides.old),
        "new": plain(sides.new),
        "gone": [_short(finding) for finding in sides.gone],
        "unchanged": [_short(finding) for finding in sides.unchanged],
        "report": json.loads(render_reports("json", reports, options)),
    }
    return json.dumps(document, ensure_ascii=True, indent=2) + "\n"


def _short(finding: Finding) -> dict[str, str]:
    return {
        "rule": finding.rule, "level": finding.level, "message": plain(finding.message), "path": plain(finding.place.path),
        "fingerprint": finding.fingerprint,
    }  # fmt: skip


def _markdown(reports: Sequence[Report], sides: Sides, options: ReportOptions) -> str:
    """For a comment on a pull request: the drift first, then what else is new."""
    frames = Frames(reports)
    lines: list[str] = []
    for report in reports:
        found = shown(report.findings, options)
        title = f"{report.subject.name or 'package'} {report.subject.version}".strip()
        lines += [f"### What `{_cell(title)}` does differently", ""]
        if not found:
            lines += ["Nothing that is reported.", ""]
            continue
        lines += ["| level | rule | where | what |", "|---|---|---|---|"]
        for finding in found[:_MOST_IN_A_TABLE]:
            line = frames.of(finding.place).start_line
            lines.append(f"| {finding.level} | {finding.rule} | `{_cell(finding.place.path)}:{line}` | {_cell(finding.message)} |")
        if len(found) > _MOST_IN_A_TABLE:
            lines.append(f"| | | | and {len(found) - _MOST_IN_A_TABLE} more |")
        lines.append("")
    return "\n".join([*lines, _cell(_summary(reports, sides)), ""])


def _cell(text: str) -> str:
    """Text that can neither end a table's cell nor mean anything in Markdown or HTML."""
    out = plain(text).replace("\n", " ").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for mark in "\\`|*_[]":
        out = out.replace(mark, f"&#{ord(mark)};")
    return out.replace("@", "@\u2060")
