"""Every corpus case, with all rules, strict both ways.

In: `corpus/<rule>/<case>/`, whose comments say what is expected (`corpus_annotations`). Out: one test a case. What is reported
without a comment fails, what a comment asks for and is missing fails, and a `todo` that came true fails until it is promoted.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from mcp_sast.casebook.annotations import annotations_in
from mcp_sast.casebook.comparing import Reported, complaints, differences

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
CASES = sorted(folder for folder in CORPUS.glob("*/*") if folder.is_dir())


@pytest.mark.parametrize("case", CASES, ids=[f"{case.parent.name}/{case.name}" for case in CASES])
def test_the_case_is_reported_as_its_comments_say(case: Path) -> None:
    found = differences(case)
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
