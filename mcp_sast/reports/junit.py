"""The report as JUnit's XML, for servers that show tests.

In: `Report`s. Out: one suite a package, a failed test a finding; a package without findings is one test that passed.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from mcp_sast.findings.report import Report
from mcp_sast.reports.options import ReportOptions
from mcp_sast.reports.plain import plain
from mcp_sast.reports.rows import Row, rows_of
from mcp_sast.reports.summary import incomplete_line


def render(reports: Sequence[Report], options: ReportOptions) -> str:
    """The reports as XML."""
    suites = [_suite(report, options) for report in reports]
    tests, failures = (sum(counts[index] for _, *counts in suites) for index in (0, 1))
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="mcp-sast" tests="{tests}" failures="{failures}" errors="0">\n'
    return head + "".join(text for text, *_ in suites) + "</testsuites>\n"


def _suite(report: Report, options: ReportOptions) -> tuple[str, int, int]:
    rows = rows_of((report,), options)
    name = plain(report.subject.name) or plain(report.subject.root) or "target"
    incomplete = incomplete_line((report,))
    cases = [_case(row) for row in rows] or [f"  <testcase classname={_attribute(name)} name=\"no findings\"/>\n"]
    text = (
        f' <testsuite name={_attribute(name)} tests="{len(cases)}" failures="{len(rows)}" errors="0">\n'
        + "".join(cases)
        + (f"  <system-err>{_text(incomplete)}</system-err>\n" if incomplete else "")
        + " </testsuite>\n"
    )
    return text, len(cases), len(rows)


def _case(row: Row) -> str:
    title = f"{row.path}:{row.line}: {row.rule.title}"
    return (
        f"  <testcase classname={_attribute(row.rule.id)} name={_attribute(title)} file={_attribute(row.path)} line=\"{row.line}\">\n"
        f"   <failure type={_attribute(row.level)} message={_attribute(row.message)}>{_text(row.rule.remedy)}</failure>\n"
        "  </testcase>\n"
    )


def _text(text: str) -> str:
    """What XML can hold: it has no control characters and no two code points at the end of each plane."""
    return escape("".join("\ufffd" if ord(c) & 0xFFFE == 0xFFFE or (ord(c) < 0x20 and c not in "\t\n") else c for c in plain(text)))


def _attribute(text: str) -> str:
    return quoteattr(_text(text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
