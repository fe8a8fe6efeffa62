"""Compares what is reported with what comments ask for, strict both ways.

In: the folder of a case, options of the scan. Out: what differs, in words: what is reported without a comment, what a comment asks for
and is missing, and a `todo` that came true.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from mcp_sast.casebook.annotations import Expectation, annotations_of, is_pair, policy_file
from mcp_sast.config.policy import read_policy
from mcp_sast.contract import diff
from mcp_sast.detection.loader import load_rules
from mcp_sast.findings.report import Report
from mcp_sast.pipeline import ScanOptions, scan

_PLAIN = ScanOptions()


@dataclass(frozen=True, slots=True, order=True)
class Reported:
    """A finding as far as annotations speak of it."""

    path: str
    line: int
    rule: str
    level: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.rule}[{self.level}]: {self.message}"


def reported(reports: tuple[Report, ...]) -> list[Reported]:
    """The findings with the first line of their place, in order."""
    lines = {frame.place: frame.start_line for report in reports for frame in report.frames}
    findings = [finding for report in reports for finding in report.findings]
    return sorted(Reported(f.place.path, lines[f.place], f.rule, f.level, f.message) for f in findings)


def judged(case: Path, options: ScanOptions = _PLAIN) -> tuple[Report, ...]:
    """A package is scanned, two versions of one are compared."""
    return diff(str(case / "old"), str(case / "new"), options).reports if is_pair(case) else scan(str(case), options).reports


def with_policy(case: Path, options: ScanOptions) -> ScanOptions:
    """The options with the policy that stands beside the case, if there is one."""
    file = policy_file(case)
    if not file.is_file():
        return options
    known = frozenset(rule.id for rule in load_rules(tuple(Path(folder) for folder in options.rules)))
    return replace(options, policy=read_policy(file.name, file.read_bytes(), known))


def complaints(expected: list[Expectation], found: list[Reported]) -> list[str]:
    """What differs between the comments and the findings, in words."""
    out = [text for one in expected if (text := _complaint(one, found))]
    asked = {(e.path, e.line, e.rule) for e in expected if e.verdict != "ok"}
    for one in found:
        if one.level != "note" and (one.path, one.line, one.rule) not in asked:
            out.append(f"reported, but nobody asked for it: {one}")
    return list(dict.fromkeys(out))


def _complaint(one: Expectation, found: list[Reported]) -> str:
    here = [f for f in found if (f.path, f.line, f.rule) == (one.path, one.line, one.rule)]
    if one.verdict in ("ok", "todook"):
        holds = not [f for f in here if not one.level or f.level == one.level]
    else:
        holds = bool([f for f in here if (f.level == one.level if one.level else f.level != "note")])
    if one.verdict == "todoruleid" and holds:
        return f"is reported now: make it `ruleid`: {one.where}"
    if one.verdict == "todook" and holds:
        return f"is not reported any more: make it `ok`: {one.where}"
    if one.verdict in ("todoruleid", "todook") or holds:
        return ""
    saying = "; ".join(map(str, here)) or "nothing"
    return f"{'must not be reported' if one.verdict == 'ok' else 'must be reported'}: {one.where}, but there is {saying}"


def differences(case: Path, options: ScanOptions = _PLAIN) -> list[str]:
    """What differs in one case. Raises ValueError for a comment that is almost an annotation."""
    return complaints(annotations_of(case), reported(judged(case, with_policy(case, options))))
