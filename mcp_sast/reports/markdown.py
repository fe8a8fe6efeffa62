"""The report as Markdown, for a job's summary or a comment.

In: `Report`s. Out: a heading, a table of findings, what is missing. Nothing of a target becomes a link, an image, HTML or a mention.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mcp_sast.findings.report import Report
from mcp_sast.reports.options import ReportOptions
from mcp_sast.reports.plain import plain
from mcp_sast.reports.rows import Row, rows_of
from mcp_sast.reports.summary import diagnostic_lines, incomplete_line, summary_line

MOST_BYTES = 900_000
"""GitHub takes one MiB."""
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|<>~@&:/.-])")


def render(reports: Sequence[Report], options: ReportOptions) -> str:
    """The reports as Markdown."""
    lines = ["## mcp-sast", "", escaped(summary_line(reports, options)), ""]
    incomplete = incomplete_line(reports)
    if incomplete:
        lines += [f"**{escaped(incomplete)}**", ""]
    rows = rows_of(reports, options)
    size = sum(len(line) for line in lines)
    if rows:
        lines += ["| level | rule | where | what |", "|---|---|---|---|"]
    for index, row in enumerate(rows):
        line = _table_row(row)
        size += len(line.encode("utf-8")) + 1
        if size > MOST_BYTES:
            lines += ["", f"{len(rows) - index} more findings are left out, the least severe ones."]
            break
        lines.append(line)
    if not options.quiet:
        diagnostics = diagnostic_lines(reports)
        if diagnostics:
            lines += ["", "Not analysed, or only in part:", ""]
            lines += [f"- {escaped(line)}" for line in diagnostics]
    return "\n".join(lines).rstrip() + "\n"


def escaped(text: str) -> str:
    """Text that shows as it is."""
    return _SPECIAL.sub(r"\\\1", plain(text))


def _table_row(row: Row) -> str:
    return f"| {row.level} | {row.rule.id} | {escaped(row.path)}:{row.line} | {escaped(row.message)} |"
