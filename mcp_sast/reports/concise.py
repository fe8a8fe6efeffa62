"""The report as one line a finding, for editors and grep.

In: `Report`s. Out: `path:line:column: level[rule] message`, then the summary.
"""

from __future__ import annotations

from collections.abc import Sequence

from mcp_sast.findings.report import Report
from mcp_sast.reports.options import ReportOptions
from mcp_sast.reports.rows import rows_of


def render(reports: Sequence[Report], options: ReportOptions) -> str:
    """The reports, a line a finding."""
    return "".join(f"{r.path}:{r.line}:{r.column}: {r.level}[{r.rule.id}] {r.message}\n" for r in rows_of(reports, options))
