"""The report as GitHub's workflow commands: annotations beside the code of a pull request.

In: `Report`s. Out: a line a finding. GitHub shows ten annotations of a level and step; what goes beyond is counted in a notice, so that
nobody takes ten for all.
"""

from __future__ import annotations

from collections.abc import Sequence

from mcp_sast.findings.report import Report
from mcp_sast.reports.options import LEVELS, ReportOptions
from mcp_sast.reports.rows import Row, rows_of

MOST_OF_A_LEVEL = 10
_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def render(reports: Sequence[Report], options: ReportOptions) -> str:
    """The reports as workflow commands."""
    rows = rows_of(reports, options)
    lines, left_out = [], 0
    for level in LEVELS:
        most = MOST_OF_A_LEVEL if level != "note" else MOST_OF_A_LEVEL - 1  # one notice is for the count
        found = [row for row in rows if row.level == level]
        lines += [_command(row) for row in found[:most]]
        left_out += len(found[most:])
    if left_out:
        lines.append(f"::notice title=mcp-sast::{left_out} more findings have no annotation; other formats have them all")
    return "".join(line + "\n" for line in lines)


def _command(row: Row) -> str:
    where = [f"file={_property(row.path)}", f"line={row.line}", f"col={row.column}"]
    if row.end_line == row.line:  # GitHub wants columns only within one line
        where += [f"endLine={row.line}", f"endColumn={row.end_column}"]
    return f"::{_COMMANDS[row.level]} {','.join(where)},title={_property('mcp-sast: ' + row.rule.id)}::{_data(row.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
