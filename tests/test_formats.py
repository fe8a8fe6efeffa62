"""The short formats: what each says, its limits, and that no name of a target steers who reads it."""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_sarif import finding, report_of

from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.findings.finding import Finding, identified
from mcp_sast.findings.place import Place
from mcp_sast.reports import github, markdown
from mcp_sast.reports.formats import FORMATS, render
from mcp_sast.reports.options import ReportOptions

HOSTILE = "x\x1b[31m\u202e](javascript:1) <img src=x> ::error::no\r\n::set-output name=a::b\n| `a` | ]]> &amp; \x00\ufffe @team %0A"
OPTIONS = ReportOptions(path_prefix="packages/a")


def many(count: int, level: str = "error") -> tuple[Finding, ...]:
    return identified(tuple(replace(finding(level=level), source=str(index)) for index in range(count)))  # type: ignore[arg-type]


def hostile() -> Finding:
    return replace(finding(), message=HOSTILE, place=Place(f"a,b:{HOSTILE}.js", 0, 1), source=HOSTILE)


def test_concise_is_a_line_a_finding() -> None:
    lines = render("concise", [report_of(*many(3))], OPTIONS).splitlines()
    assert len(lines) == 3
    assert all(re.match(r"packages/a/\S+:\d+:\d+: error\[[a-z-]+\] ", line) for line in lines)


def test_annotations_keep_githubs_limit_and_count_the_rest() -> None:
    text = render("github", [report_of(*many(15), *many(3, "warning"))], OPTIONS)
    assert text.count("\n::error ") + text.startswith("::error ") == github.MOST_OF_A_LEVEL
    assert text.count("::warning ") == 3
    assert text.splitlines()[-1].startswith("::notice title=mcp-sast::5 more findings")


def test_workflow_commands_can_not_be_smuggled_in() -> None:
    lines = render("github", [report_of(*identified((hostile(),)))], OPTIONS).splitlines()
    assert len(lines) == 1
    head = lines[0].split("::")[1]
    assert head.startswith("error file=packages/a/a%2Cb%3A")
    assert set(re.findall(r"(\w+)=", head)) >= {"file", "line", "col", "title"}
    assert "%250A" in lines[0] and "\x1b" not in lines[0]


def test_markdown_shows_texts_as_they_are() -> None:
    text = render("markdown", [report_of(*identified((hostile(),)))], OPTIONS)
    row = next(line for line in text.splitlines() if line.startswith("| error"))
    assert len(re.findall(r"(?<!\\)\|", row)) == 5
    assert not re.search(r"(?<!\\)(<|`|@|\]\()", row)
    incomplete = report_of(diagnostics=(Diagnostic("limit-reached", HOSTILE, None, "warning", True),))
    assert "**the scan is incomplete" in render("markdown", [incomplete], OPTIONS)


def test_a_long_summary_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "MOST_BYTES", 2_000)
    text = render("markdown", [report_of(*many(100))], OPTIONS)
    assert len(text.encode()) < 2_300
    assert "more findings are left out" in text


def test_gitlab_sast() -> None:
    document = json.loads(render("gitlab", [report_of(*many(2))], OPTIONS))
    assert document["scan"]["status"] == "success" and document["scan"]["type"] == "sast"
    ids = {uuid.UUID(row["id"]) for row in document["vulnerabilities"]}
    assert len(ids) == 2
    for row in document["vulnerabilities"]:
        assert row["severity"] == "High" and row["location"]["file"].startswith("packages/a/")
        assert row["identifiers"][0]["value"] == finding().rule
    incomplete = replace(report_of(), incomplete=True)
    assert json.loads(render("gitlab", [incomplete], OPTIONS))["scan"]["status"] == "failure"


def test_gitlab_code_quality() -> None:
    rows = json.loads(render("gitlab-codequality", [report_of(*many(2, "warning"))], OPTIONS))
    assert len({row["fingerprint"] for row in rows}) == 2
    assert {(row["severity"], row["location"]["lines"]["begin"] > 0) for row in rows} == {("major", True)}


def test_junit() -> None:
    root = ElementTree.fromstring(render("junit", [report_of(*many(2)), report_of()], OPTIONS))
    assert (root.get("tests"), root.get("failures")) == ("3", "2")
    assert len(root.findall(".//failure")) == 2
    assert root.findall("testsuite")[1].find("testcase").get("name") == "no findings"  # type: ignore[union-attr]


@given(st.text(max_size=40), st.text(min_size=1, max_size=20), st.sampled_from(["error", "warning", "note"]))
def test_no_text_breaks_a_format(message: str, path: str, level: str) -> None:
    odd = replace(finding(level=level), message=message, place=Place(path, 0, 3), source=message)  # type: ignore[arg-type]
    for form in FORMATS:
        text = render(form, [report_of(*identified((odd,)))], ReportOptions(notes=True))
        text.encode("utf-8")
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u202a-\u202e\u2066-\u2069]", text)
        if form in ("json", "sarif", "gitlab", "gitlab-codequality"):
            json.loads(text)
        elif form == "junit":
            ElementTree.fromstring(text)
        elif form in ("concise", "github"):
            assert text.count("\n") == 1
