"""Work in a process of its own: what it says, what it refuses, what it dies of, and that nothing of it is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mcp_sast import cli, pipeline
from mcp_sast.confinement import Death, Limits, confined
from mcp_sast.errors import AnalysisFailure, DefinitionError, UsageError
from mcp_sast.pipeline import ScanOptions, scan


def test_the_answer_comes_whole() -> None:
    text = "ü\ud800\n" * 500_000
    assert confined(lambda: text) == text


def _refuse() -> str:
    raise DefinitionError(("a: one", "b: two"))


def test_refusals_and_defects_are_those_of_the_work() -> None:
    with pytest.raises(DefinitionError) as refused:
        confined(_refuse)
    assert refused.value.problems == ("a: one", "b: two")
    with pytest.raises(UsageError, match="wrong"):
        confined(lambda: (_ for _ in ()).throw(UsageError("wrong")))
    with pytest.raises(AnalysisFailure, match="ZeroDivisionError at mcp_sast"):
        confined(lambda: str(1 // 0))


def _spin() -> str:
    while True:
        pass


@pytest.mark.parametrize(
    ("work", "reason"),
    [
        (lambda: "x" * (1 << 34), "memory"),
        (_spin, "processor time"),
        (lambda: str(os.kill(os.getpid(), signal.SIGSEGV)), "SIGSEGV"),
        (lambda: str(os._exit(3)), "without an answer"),
    ],
)
def test_deaths_have_reasons(work: object, reason: str) -> None:
    answer = confined(work, Limits(memory=4 << 30, processor=1))  # type: ignore[arg-type]
    assert isinstance(answer, Death)
    assert reason in answer.reason
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_package_that_kills_its_process_leaves_an_incomplete_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "index.js").write_text("1", encoding="utf-8")
    monkeypatch.setattr(pipeline, "_judge", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    assert cli.run(["scan", str(tmp_path), "--strict"]) == 4
    assert "analysis-died" in capsys.readouterr().out
    monkeypatch.setattr(pipeline, "_judge", lambda *_: 1 // 0)
    assert cli.run(["scan", str(tmp_path)]) == 70
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_a_confined_scan_says_the_same() -> None:
    case = str(Path(__file__).resolve().parent.parent / "corpus" / "hidden-recipient" / "spread-policy")
    assert scan(case, ScanOptions(confined=Limits())).to_sarif() == scan(case).to_sarif()


def test_the_child_ends_with_a_scan_that_is_killed(tmp_path: Path) -> None:
    told = tmp_path / "child"
    program = (
        "import os, time\n"
        "from mcp_sast.confinement import confined\n"
        "def work():\n"
        f"    open({str(told)!r}, 'w').write(str(os.getpid()))\n"
        "    time.sleep(300)\n"
        "    return ''\n"
        "confined(work)\n"
    )
    scan = subprocess.Popen([sys.executable, "-c", program])
    _until(lambda: told.exists() and told.read_text() != "")
    child = int(told.read_text())
    scan.kill()
    scan.wait()
    _until(lambda: not _is_running(child))


def _until(holds: Callable[[], bool]) -> None:
    for _ in range(600):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("it did not come to that")


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")
