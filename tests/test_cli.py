"""The command line and the library: exit codes, streams, errors, and what a result says of a target."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import pytest

import mcp_sast
from mcp_sast import cli, pipeline
from mcp_sast.errors import NothingToAnalyseError, TargetError
from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.findings.finding import Finding, Level, Step
from mcp_sast.findings.place import Place
from mcp_sast.findings.report import Stats
from mcp_sast.pipeline import Judgement, ScanOptions, scan, scan_source

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "server"
    folder.mkdir()
    (folder / "package.json").write_text('{"name": "acme-mcp", "version": "1.2.3", "main": "index.js"}', encoding="utf-8")
    (folder / "index.js").write_text("console.log(1);\nfetch(x);\n", encoding="utf-8")
    return folder


def judging(monkeypatch: pytest.MonkeyPatch, *levels: Level, diagnostics: tuple[Diagnostic, ...] = ()) -> None:
    """Let the analysis find one thing of each level."""
    place = Place("index.js", 16, 24)
    findings = tuple(
        Finding(
            "undeclared-host",
            level,
            f"A request goes to {level}.example.net.",
            place,
            destination=level,
            steps=(Step(place, "sent"),),
        )
        for level in levels
    )
    monkeypatch.setattr(pipeline, "_judge", lambda *_: Judgement(findings, (), diagnostics, Stats(functions=2)))


_INCOMPLETE = Diagnostic("limit-reached", "index.js was not read to its end", Place("index.js", 0, 1), "warning", incomplete=True)


@pytest.mark.parametrize(
    ("levels", "incomplete", "flags", "code"),
    [
        ((), False, (), 0),
        (("error",), False, (), 1),
        (("warning",), False, (), 0),
        (("warning",), False, ("--fail-on", "warning"), 1),
        (("note",), False, ("--fail-on", "note"), 1),
        (("note",), False, ("--fail-on", "warning"), 0),
        (("error",), False, ("--fail-on", "never"), 0),
        ((), True, (), 0),
        ((), True, ("--strict",), 4),
        (("error",), True, ("--strict",), 1),
        (("error",), True, ("--strict", "--fail-on", "never"), 4),
        (("error",), False, ("--ignore", "undeclared-host"), 0),
        (("error",), False, ("--select", "env-exfiltration,hidden-recipient"), 0),
        (("error",), False, ("--select", "undeclared-host"), 1),
        (("error",), False, ("--select", "no-such-rule"), 2),
        (("error",), False, ("--output", "sarif"), 2),
        (("error",), False, ("--output", "pdf=x.pdf"), 2),
        (("error",), False, ("--output", "sarif=/nowhere/at/all.sarif"), 2),
        (("error",), False, ("--format", "pdf"), 2),
        (("error",), False, ("--rules", "/nowhere"), 2),
        (("error",), False, ("--sarif-root", "/usr"), 2),
    ],
)
@pytest.mark.parametrize("form", ["text", "json", "sarif"])
def test_exit_codes(
    target: Path,
    monkeypatch: pytest.MonkeyPatch,
    levels: tuple[Level, ...],
    incomplete: bool,
    flags: tuple[str, ...],
    code: int,
    form: str,
) -> None:
    judging(monkeypatch, *levels, diagnostics=(_INCOMPLETE,) if incomplete else ())
    assert cli.run(["scan", str(target), "--format", form, *flags]) == code


def test_text_goes_to_stdout_with_its_summary(target: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    judging(monkeypatch, "error", "note")
    assert cli.run(["scan", str(target)]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("error[undeclared-host] A request goes to error.example.net.")
    assert "2 | fetch(x);" in out
    assert "1 note hidden" in out
    assert err == ""


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_documents_go_to_stdout_and_the_summary_to_stderr(
    target: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, form: str
) -> None:
    judging(monkeypatch, "error", diagnostics=(_INCOMPLETE,))
    cli.run(["scan", str(target), "--format", form])
    out, err = capsys.readouterr()
    json.loads(out)
    assert "1 error, 0 warnings in 2 files of 1 package" in err
    assert "the scan is incomplete (limit-reached)" in err
    cli.run(["scan", str(target), "--format", form, "--quiet"])
    out, err = capsys.readouterr()
    assert err == ("mcp-sast: warning: the scan is incomplete (limit-reached): what was not analysed is not known to be harmless\n")


def test_one_scan_writes_many_formats(target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    judging(monkeypatch, "error")
    monkeypatch.setenv("FORCE_COLOR", "1")
    outputs = [f"{form}={tmp_path / f'out.{form}'}" for form in ("sarif", "json", "text")]
    assert cli.run(["scan", str(target), *(part for output in outputs for part in ("--output", output))]) == 1
    assert "\x1b[1;31merror" in capsys.readouterr().out
    assert json.loads((tmp_path / "out.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert json.loads((tmp_path / "out.json").read_text("utf-8"))["schemaVersion"] == 1
    assert (tmp_path / "out.text").read_text("utf-8").startswith("error[undeclared-host]")


def test_no_color(target: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    judging(monkeypatch, "error")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    cli.run(["scan", str(target)])
    assert "\x1b" not in capsys.readouterr().out


def uris(capsys: Capture) -> set[str]:
    run = json.loads(capsys.readouterr().out)["runs"][0]
    return {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run["results"]}


def test_sarif_root(target: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    judging(monkeypatch, "error")
    cli.run(["scan", str(target), "--format", "sarif"])
    assert uris(capsys) == {"index.js"}
    cli.run(["scan", str(target), "--format", "sarif", "--sarif-root", str(target.parent)])
    assert uris(capsys) == {"server/index.js"}
    cli.run(["scan", str(target / "index.js"), "--format", "sarif", "--sarif-root", str(target.parent)])
    assert uris(capsys) == {"server/index.js"}
    monkeypatch.chdir(target)
    cli.run(["scan", ".", "--format", "sarif", "--sarif-root", "."])
    assert uris(capsys) == {"index.js"}


def test_selected_results_are_those_of_the_full_scan(target: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    place = Place("index.js", 16, 24)
    found = tuple(Finding(rule, "error", f"{rule}.", place, source="x") for rule in ("env-exfiltration", "undeclared-host"))
    monkeypatch.setattr(pipeline, "_judge", lambda *_: Judgement(found, (), (), Stats()))
    texts = []
    for flags in ((), ("--select", "undeclared-host"), ("--ignore", "env-exfiltration")):
        cli.run(["scan", str(target), "--format", "sarif", *flags])
        results = json.loads(capsys.readouterr().out)["runs"][0]["results"]
        texts.append(json.dumps([result for result in results if result["ruleId"] == "undeclared-host"]))
    assert len(set(texts)) == 1
    assert "undeclared-host" in texts[0]


def test_several_targets_stand_side_by_side(
    target: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    judging(monkeypatch, "error")
    other = target.with_name("other")
    other.mkdir()
    (other / "index.js").write_text("\n\nconsole.log(1);\nfetch(x);\n", encoding="utf-8")
    monkeypatch.chdir(target.parent)
    assert cli.run(["scan", "server", "other/index.js", "server", "--format", "sarif", "--quiet"]) == 1
    assert uris(capsys) == {"server/index.js", "other/index.js"}
    assert cli.run(["scan", "server", "nowhere", "--fail-on", "never"]) == 2
    out, err = capsys.readouterr()
    assert "server/index.js" in out and "nowhere: no such file" in err
    assert cli.run(["scan", "server", "nowhere"]) == 1
    capsys.readouterr()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"server\r\n\nother\n")))
    assert cli.run(["scan", "-", "--format", "sarif", "--sarif-root", "."]) == 1
    assert uris(capsys) == {"server/index.js", "other/index.js"}
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\n")))
    assert cli.run(["scan", "-"]) == 3


def test_nothing_to_analyse(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    assert cli.run(["scan", str(tmp_path)]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("mcp-sast: error: ")
    assert "no JavaScript, TypeScript or Python among its 1 files" in err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["scan"],
        ["no-such-verb"],
        ["scan", "a", "b"],
        ["scan", "x", "--no-such-flag"],
        ["scan", "/nowhere/at/all"],
    ],
)
def test_wrong_usage(arguments: list[str], capsys: Capture) -> None:
    assert cli.run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err
    assert "Traceback" not in err


def test_mistakes_in_rules_are_listed(target: Path, tmp_path: Path, capsys: Capture) -> None:
    folder = tmp_path / "rules" / "own"
    folder.mkdir(parents=True)
    (folder / "bad.yaml").write_text("id: bad\nid: bad\nlevel: fatal\n", encoding="utf-8")
    assert cli.run(["scan", str(target), "--rules", str(tmp_path / "rules")]) == 2
    err = capsys.readouterr().err
    assert err.startswith("mcp-sast: error: ")
    assert "bad.yaml:2:" in err
    assert "bad.yaml:3:" in err


def test_an_internal_error_is_one_line(target: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    def fail(*_: Any) -> Judgement:
        raise KeyError("secret\x1b[2J")

    monkeypatch.delenv("MCP_SAST_DEBUG", raising=False)
    monkeypatch.setattr(pipeline, "_judge", fail)
    assert cli.run(["scan", str(target)]) == 70
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "internal error: KeyError at mcp_sast/pipeline.py:" in err
    monkeypatch.setenv("MCP_SAST_DEBUG", "1")
    assert cli.run(["scan", str(target)]) == 70
    assert "Traceback" in capsys.readouterr().err


def test_rules_and_explain(capsys: Capture) -> None:
    assert cli.run(["rules"]) == 0
    assert re.search(r"^env-exfiltration +error ", capsys.readouterr().out, re.MULTILINE)
    assert cli.run(["rules", "--format", "json"]) == 0
    assert "env-exfiltration" in [row["id"] for row in json.loads(capsys.readouterr().out)]
    assert cli.run(["explain", "hidden-recipient"]) == 0
    assert capsys.readouterr().out.startswith("# hidden-recipient:")
    assert cli.run(["explain", "no-such-rule"]) == 2
    assert "no such rule" in capsys.readouterr().err


def test_completions_and_verbose_version(capsys: Capture) -> None:
    for shell in ("bash", "zsh", "fish"):
        assert cli.run(["completions", shell]) == 0
        assert "_MCP_SAST_COMPLETE" in capsys.readouterr().out
    done = python("-m", "mcp_sast", _MCP_SAST_COMPLETE="bash_complete", COMP_WORDS="mcp-sast exp", COMP_CWORD="1")
    assert b"explain" in done.stdout
    assert cli.run(["--version", "--verbose"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"mcp-sast {mcp_sast.__version__}"
    assert any(line.startswith("rules ") for line in lines) and any(line.startswith("tree-sitter ") for line in lines)
    assert cli.run(["--verbose"]) == 2
    assert cli.run(["rules", "--format", "markdown"]) == 0
    assert "| `hidden-recipient` | error |" in capsys.readouterr().out
    assert cli.run(["explain", "unused-ignore"]) == 0
    assert capsys.readouterr().out.startswith("# unused-ignore: ")


def test_annotated_cases_are_checked(tmp_path: Path, capsys: Capture) -> None:
    case = Path(__file__).resolve().parent.parent / "corpus" / "hidden-recipient" / "spread-policy"
    folder = Path(shutil.copytree(case, tmp_path / "cases" / "one"))
    assert cli.run(["test", str(tmp_path / "cases")]) == 0
    policy = folder / "src" / "policy.ts"
    policy.write_text(policy.read_text("utf-8").replace("ruleid: hidden-recipient", "ok: hidden-recipient"), encoding="utf-8")
    assert cli.run(["test", str(tmp_path / "cases")]) == 1
    assert "one: must not be reported: src/policy.ts:8 hidden-recipient" in capsys.readouterr().out
    policy.write_text(policy.read_text("utf-8").replace("ok: hidden-recipient", "ok: Hidden"), encoding="utf-8")
    assert cli.run(["test", str(tmp_path / "cases")]) == 1
    (tmp_path / "none").mkdir()
    assert cli.run(["test", str(tmp_path / "none")]) == 3


def test_progress_is_for_terminals(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CI", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    slow = "import time; from mcp_sast import pipeline, cli; old = pipeline._judge\n"
    slow += "pipeline._judge = lambda *a: (time.sleep(2.6), old(*a))[1]\ncli.main()"
    code, shown = in_terminal(["-c", slow, "scan", str(target)], TERM="xterm")
    assert code == 0
    assert b"scanning" in shown and shown.rstrip().endswith(b"\r\x1b[K") is False
    assert b"scanning" not in in_terminal(["-c", slow, "scan", str(target)], TERM="dumb")[1]
    assert b"scanning" not in python("-c", slow, "scan", str(target)).stderr


def in_terminal(arguments: list[str], **environment: str) -> tuple[int, bytes]:
    """Exit code and output of a process whose streams are a terminal of 30 columns."""
    leader, follower = os.openpty()
    child = subprocess.Popen(
        [sys.executable, *arguments], stdin=follower, stdout=follower, stderr=follower, env={**os.environ, **environment}
    )
    os.close(follower)
    parts = []
    with contextlib.suppress(OSError):  # the end of a terminal is an error to its leader
        while part := os.read(leader, 4096):
            parts.append(part)
    os.close(leader)
    return child.wait(), b"".join(parts)


def test_version_and_help(capsys: Capture) -> None:
    assert cli.run(["--version"]) == 0
    assert capsys.readouterr().out == f"mcp-sast {mcp_sast.__version__}\n"
    assert cli.run(["scan", "--help"]) == 0
    assert "--sarif-root" in capsys.readouterr().out


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, check=False, env={**os.environ, **environment})


def test_the_version_needs_no_heavy_import() -> None:
    program = "import sys; from mcp_sast import cli; cli.run(['--version']); print(sorted(sys.modules))"
    modules = python("-c", program).stdout.decode()
    assert "mcp_sast.cli" in modules
    for heavy in ("tree_sitter", "sarif_om", "rich", "yaml", "ada_url", "publicsuffixlist", "mcp_sast.pipeline"):
        assert f"'{heavy}'" not in modules, heavy


_FINDS_AN_ERROR = """
from mcp_sast import cli, pipeline
from mcp_sast.findings.finding import Finding
from mcp_sast.findings.place import Place
found = Finding("undeclared-host", "error", "m", Place("index.js", 0, 1))
pipeline._judge = lambda *_: pipeline.Judgement((found,), (), (), pipeline.Stats())
cli.main()
"""


@pytest.mark.parametrize("closed", ["stdout", "stderr"])
@pytest.mark.parametrize(("target_name", "code"), [("server", 1), ("nowhere", 2)])
def test_a_closed_pipe_is_quiet_and_keeps_the_exit_code(target: Path, closed: str, target_name: str, code: int) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    streams: dict[str, int] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, closed: write_end}
    command = [sys.executable, "-c", _FINDS_AN_ERROR, "scan", str(target.with_name(target_name)), "--format", "json"]
    done = subprocess.run(command, check=False, stdout=streams["stdout"], stderr=streams["stderr"])
    os.close(write_end)
    assert done.returncode == code
    assert b"BrokenPipe" not in (done.stderr or b"") + (done.stdout or b"")


def test_an_odd_terminal_encoding_is_no_error(target: Path) -> None:
    (target / "index.js").rename(target / "ü😀.js")
    done = python("-m", "mcp_sast", "scan", str(target), PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert done.stderr == b""


# --------------------------------------------------------------------------------------------------------------- library


def test_the_library(target: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    judging(monkeypatch, "error", "note")
    result = mcp_sast.scan(str(target))
    assert isinstance(result, mcp_sast.ScanResult)
    assert [finding.level for finding in result.findings] == ["error", "note"]
    assert all(finding.fingerprint for finding in result.findings)
    assert (result.subject.name, result.subject.version, result.subject.ecosystem) == ("acme-mcp", "1.2.3", "npm")
    assert (result.stats.files, result.stats.functions) == (2, 2)
    assert json.loads(result.to_sarif())["runs"][0]["results"][0]["level"] == "error"
    assert len(json.loads(result.to_json())["packages"][0]["findings"]) == 2
    with pytest.raises(FrozenInstanceError):
        result.target = "other"  # type: ignore[misc]
    assert capsys.readouterr() == ("", "")


def test_every_exported_name_is_there() -> None:
    for name in mcp_sast.__all__:
        assert getattr(mcp_sast, name) is not None
    assert set(mcp_sast.__all__) <= set(dir(mcp_sast))
    with pytest.raises(AttributeError):
        mcp_sast.no_such_name  # noqa: B018


def test_the_digest_is_of_paths_and_bytes(target: Path) -> None:
    before = scan(str(target)).subject.digest
    assert scan(str(target)).subject.digest == before
    (target / "index.js").write_text("console.log(2);\n", encoding="utf-8")
    changed = scan(str(target)).subject.digest
    (target / "index.js").rename(target / "main.js")
    assert len({before, changed, scan(str(target)).subject.digest}) == 3


def test_scan_source() -> None:
    result = scan_source("fetch('https://example.net')", "src/x.ts")
    assert result.single_file
    assert result.stats.files == 1
    assert scan_source(b"\xff\xfe", "x.py").findings == ()
    with pytest.raises(NothingToAnalyseError):
        scan_source("x", "x.txt")


def test_errors_of_the_library_are_its_own(tmp_path: Path) -> None:
    with pytest.raises(TargetError):
        scan(str(tmp_path / "nothing"))
    with pytest.raises(mcp_sast.UsageError):
        scan(str(Path(__file__)), ScanOptions(select=("no-such-rule",)))
