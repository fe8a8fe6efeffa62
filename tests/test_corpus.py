"""Every corpus case, with all rules, strict both ways.

In: `corpus/<rule>/<case>/`, whose comments say what is expected (`corpus_annotations`). Out: one test a case. What is reported
without a comment fails, what a comment asks for and is missing fails, and a `todo` that came true fails until it is promoted.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from corpus_annotations import Expectation, annotations_in, annotations_of, is_pair

from mcp_sast import scan
from mcp_sast.contract import diff
from mcp_sast.findings.report import Report

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
CASES = sorted(folder for folder in CORPUS.glob("*/*") if folder.is_dir())


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


def judged(case: Path) -> tuple[Report, ...]:
    """A package is scanned, two versions of one are compared."""
    return diff(str(case / "old"), str(case / "new")).reports if is_pair(case) else scan(str(case)).reports


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


@pytest.mark.parametrize("case", CASES, ids=[f"{case.parent.name}/{case.name}" for case in CASES])
def test_the_case_is_reported_as_its_comments_say(case: Path) -> None:
    found = complaints(annotations_of(case), reported(judged(case)))
    assert not found, "\n".join(found)


# -------------------------------------------------------------------------------------------------- the harness itself can fail


def finding(line: int, level: str = "error", rule: str = "env-exfiltration") -> Reported:
    return Reported("a.js", line, rule, level, "…")


@pytest.mark.parametrize(
    ("comment", "found", "fault"),
    [
        ("ruleid: env-exfiltration", [finding(2)], ""),
        ("ruleid: env-exfiltration", [], "must be reported"),
        ("ruleid: env-exfiltration", [finding(3)], "must be reported"),
        ("ruleid: env-exfiltration", [finding(2, rule="undeclared-host")], "must be reported"),
        ("ruleid: env-exfiltration", [finding(2, "note")], "must be reported"),
        ("ruleid: env-exfiltration[note]", [finding(2, "note")], ""),
        ("ruleid: env-exfiltration[note]", [finding(2, "error")], "must be reported"),
        ("ruleid: env-exfiltration[warning], undeclared-host", [finding(2, "warning")], "must be reported: a.js:2 undeclared-host"),
        ("ok: env-exfiltration", [], ""),
        ("ok: env-exfiltration", [finding(2)], "must not be reported"),
        ("ok: env-exfiltration", [finding(2, "note")], "must not be reported"),
        ("ok: undeclared-host", [finding(2)], "nobody asked for it"),
        ("ok: undeclared-host", [finding(2, "note")], ""),
        ("todoruleid: env-exfiltration", [], ""),
        ("todoruleid: env-exfiltration", [finding(2)], "make it `ruleid`"),
        ("todook: env-exfiltration", [finding(2)], ""),
        ("todook: env-exfiltration", [], "make it `ok`"),
    ],
)
def test_the_comparison_is_strict_both_ways(comment: str, found: list[Reported], fault: str) -> None:
    said = complaints(annotations_in(f"// {comment}\ncall()\ncall()\n", "a.js"), found)
    assert any(fault in text for text in said) if fault else not said


@pytest.mark.parametrize(
    "text",
    [
        "call() // ruleid: env-exfiltration\n",
        "// ruleid: Env Exfiltration\ncall()\n",
        "// ruleid: env-exfiltration\n\ncall()\n",
        "// todo ruleid: env-exfiltration\ncall()\n",
    ],
)
def test_a_misspelt_expectation_is_a_mistake(text: str) -> None:
    with pytest.raises(ValueError, match=r"a\.js"):
        annotations_in(text, "a.js")
