"""The closing lines of a scan: what was read, what was found, and what was not looked at.

In: `Report`s. Out: lines of text without colour, for people.
"""

from __future__ import annotations

from collections.abc import Sequence

from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.findings.report import Report
from mcp_sast.reports.options import Frames, ReportOptions, accepted_counts, all_rules, level_counts
from mcp_sast.reports.plain import plain

_MOST_DIAGNOSTICS = 20
_DIAGNOSTIC_ORDER = {"error": 0, "warning": 1, "note": 2}


def summary_line(reports: Sequence[Report], options: ReportOptions) -> str:
    """One line: files, packages, rules, findings by level, notes that are hidden, diagnostics."""
    counts = level_counts(reports)
    found = [_number(counts["error"], "error"), _number(counts["warning"], "warning")]
    if options.notes:
        found.append(_number(counts["note"], "note"))
    parts = [f"{', '.join(found)} in {_number(sum(r.stats.files for r in reports), 'file')} of {_number(len(reports), 'package')}"
             f" ({_number(len(all_rules(reports)), 'rule')})"]
    if counts["note"] and not options.notes:
        parts.append(f"{_number(counts['note'], 'note')} hidden, --notes shows them")
    accepted = accepted_counts(reports)
    if accepted:
        by = ", ".join(f"{count} by {name}" for name, count in accepted.items())
        parts.append(f"{sum(accepted.values())} accepted ({by})")
    diagnostics = sum(len(r.diagnostics) for r in reports)
    if diagnostics:
        parts.append(_number(diagnostics, "diagnostic"))
    return "; ".join(parts)


def incomplete_line(reports: Sequence[Report]) -> str:
    """Says that the scan was not a full one, and why; "" if it was."""
    codes = sorted({d.code for r in reports for d in r.diagnostics if d.incomplete})
    if codes:
        return f"the scan is incomplete ({', '.join(map(plain, codes))}): what was not analysed is not known to be harmless"
    if any(r.incomplete for r in reports):
        return "the scan is incomplete: what was not analysed is not known to be harmless"
    return ""


def diagnostic_lines(reports: Sequence[Report]) -> list[str]:
    """The diagnostics, the gravest first, at most twenty and the number of the rest."""
    frames = Frames(reports)
    every = sorted((d for r in reports for d in r.diagnostics), key=lambda d: (not d.incomplete, _DIAGNOSTIC_ORDER[d.level]))
    lines = [_diagnostic_line(d, frames) for d in every[:_MOST_DIAGNOSTICS]]
    if len(every) > _MOST_DIAGNOSTICS:
        lines.append(f"… and {len(every) - _MOST_DIAGNOSTICS} more diagnostics (--format json has them all)")
    return lines


def _diagnostic_line(diagnostic: Diagnostic, frames: Frames) -> str:
    place = ""
    if diagnostic.place is not None:
        frame = frames.of(diagnostic.place)
        place = f" ({plain(diagnostic.place.path)}:{frame.start_line})"
    return f"{diagnostic.level}[{plain(diagnostic.code)}] {plain(diagnostic.message)}{place}"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
