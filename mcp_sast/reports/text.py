"""The report for people at a terminal.

In: `Report`s. Out: text: for each finding the code with the place underlined, the flow, how it is reached, its trigger, and (once
a rule) why it matters and what to do; then diagnostics and the summary.

    error[hidden-recipient] An address that …
      --> src/send.js:14:7
       |
    14 |       bcc: "…",
       |       ^^^^^^^^
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from unicodedata import combining, east_asian_width

from mcp_sast.findings.finding import Finding, Step
from mcp_sast.findings.place import Place
from mcp_sast.findings.report import LineFrame, Report, RuleText
from mcp_sast.reports.frames import utf16_length
from mcp_sast.reports.options import Frames, ReportOptions, all_rules, shown
from mcp_sast.reports.plain import plain, plain_columns
from mcp_sast.reports.summary import diagnostic_lines, incomplete_line, summary_line

_WIDTH = 110
_WIDEST_CODE = 140
_CODE_BEFORE = 50
_MOST_STEPS = 40
_COLOURS = {"error": "1;31", "warning": "1;33", "note": "1;36", "bold": "1", "dim": "2"}


def render(reports: Sequence[Report], options: ReportOptions) -> str:
    """The reports as text, ending with a newline."""
    printer = _Printer(reports, options)
    for report in reports:
        printer.package(report, named=len(reports) > 1)
    printer.closing(reports)
    return "\n".join(printer.lines) + "\n" if printer.lines else ""


class _Printer:
    """Collects lines; remembers which rules were already explained."""

    def __init__(self, reports: Sequence[Report], options: ReportOptions) -> None:
        self.lines: list[str] = []
        self._options = options
        self._frames = Frames(reports)
        self._rules = {rule.id: rule for rule in all_rules(reports)}
        self._explained: set[str] = set()

    def package(self, report: Report, named: bool) -> None:
        findings = shown(report.findings, self._options)
        if named and findings:
            name = plain(report.subject.name) or "(no name)"
            where = plain(report.subject.root) or "."
            self.lines += [self._paint("bold", f"{name} {plain(report.subject.version)}".strip() + f" in {where}"), ""]
        for finding in findings:
            self._finding(finding)

    def closing(self, reports: Sequence[Report]) -> None:
        if not self._options.quiet:
            self.lines += diagnostic_lines(reports)
            self.lines.append(self._paint("bold", summary_line(reports, self._options)))
        incomplete = incomplete_line(reports)
        if incomplete:
            self.lines.append(self._paint("warning", incomplete))

    def _finding(self, finding: Finding) -> None:
        label = self._paint(finding.level, f"{finding.level}[{finding.rule}]")
        self.lines.append(f"{label} {self._paint('bold', plain(finding.message))}")
        self._code(self._frames.of(finding.place), finding.place, finding.level)
        self._field("when", f"phase {finding.phase}" if finding.phase else "")
        if finding.guard:
            self._field("only if", plain(finding.guard))
        self._steps("data flow", finding.steps)
        self._steps("reached by", finding.chain)
        for related in finding.related:
            self._field("see also", f"{self._where(related.place)}  {plain(related.text)}")
        rule = self._rules.get(finding.rule)
        if rule and rule.id not in self._explained:
            self._explained.add(rule.id)
            self._explanation(rule)
        self.lines.append("")

    def _explanation(self, rule: RuleText) -> None:
        self._field("why", rule.why)
        self._field("do", rule.remedy)

    def _code(self, frame: LineFrame, place: Place, level: str) -> None:
        number = str(frame.start_line)
        margin = " " * len(number)
        self.lines.append(f"{margin}{self._paint('dim', '-->')} {self._where(place)}")
        if place.derived:
            self.lines.append(f"{margin} {self._paint('dim', '=')} decoded here: {plain(place.derived)[:_WIDEST_CODE]}")
        if not frame.text:
            return
        code, before, width = _visible(frame)
        bar = self._paint("dim", "|")
        self.lines.append(f"{margin} {bar}")
        self.lines.append(f"{number} {bar} {code}")
        self.lines.append(f"{margin} {bar} {' ' * before}{self._paint(level, '^' * width)}")

    def _steps(self, title: str, steps: tuple[Step, ...]) -> None:
        if not steps:
            return
        self.lines.append(f"  {self._paint('dim', title + ':')}")
        width = len(str(len(steps)))
        left_out = len(steps) - _MOST_STEPS
        for number, step in enumerate(steps, 1):
            if left_out > 0 and _MOST_STEPS // 2 < number <= _MOST_STEPS // 2 + left_out:
                if number == _MOST_STEPS // 2 + 1:
                    self.lines.append(f"    … {left_out} steps left out")
                continue
            self.lines.append(f"    {number:>{width}}. {self._where(step.place)}  {plain(step.text)}")

    def _field(self, title: str, text: str) -> None:
        if text:
            lines = textwrap.wrap(text, _WIDTH - len(title) - 4, break_long_words=False, break_on_hyphens=False) or [""]
            self.lines.append(f"  {self._paint('dim', title + ':')} {lines[0]}")
            self.lines += [" " * (len(title) + 4) + line for line in lines[1:]]

    def _where(self, place: Place) -> str:
        frame = self._frames.of(place)
        return f"{plain(place.path)}:{frame.start_line}:{frame.start_column}"

    def _paint(self, style: str, text: str) -> str:
        return f"\x1b[{_COLOURS[style]}m{text}\x1b[0m" if self._options.colour else text


def _visible(frame: LineFrame) -> tuple[str, int, int]:
    """The code that fits on a line, and where in it the underline starts and how long it is, in terminal cells."""
    text = frame.text
    start = _index_of_column(text, frame.start_column - frame.text_column)
    if frame.end_line > frame.start_line:
        end = len(text.rstrip())
    else:
        end = _index_of_column(text, frame.end_column - frame.text_column)
    indent = len(text) - len(text.lstrip())
    low = min(indent, start)
    if start - low > _CODE_BEFORE and len(text) - low > _WIDEST_CODE:
        low = start - _CODE_BEFORE
    high = min(len(text), low + _WIDEST_CODE)
    code = plain_columns(text[low:high]).rstrip()
    lead = "…" if low > indent else ""
    tail = "…" if high < len(text) else ""
    before, marked = code[:start - low], code[start - low:min(end, high) - low]
    return lead + code + tail, len(lead) + _cells(before), max(1, _cells(marked))


def _cells(text: str) -> int:
    """How many cells of a terminal a text takes: wide characters and emoji two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(c) or c == "\ufe0f" else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def _index_of_column(text: str, units: int) -> int:
    """Index of the character at which this number of UTF-16 code units has passed."""
    if units <= 0:
        return 0
    if text.isascii():
        return min(units, len(text))
    for index, character in enumerate(text):
        if units <= 0:
            return index
        units -= utf16_length(character)
    return len(text)
