"""pre-commit hooks, the GitHub action and workflows: the files are valid, and their commands do what they promise."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from mcp_sast import cli

ROOT = Path(__file__).resolve().parent.parent
CASE = ROOT / "corpus" / "hidden-recipient" / "spread-policy"
SCANNER = str(Path(sys.executable).with_name("mcp-sast"))
WORKFLOWS = [ROOT / "action.yml", *sorted((ROOT / ".github" / "workflows").glob("*.yml"))]

Capture = pytest.CaptureFixture[str]


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.test", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(CASE, tmp_path / "repository" / "packages" / "server")).parent.parent
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "base")
    return folder


# ------------------------------------------------------------------------------------------------------------------------ hooks

HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}


def test_the_manifest_names_verbs_that_exist() -> None:
    for hook in HOOKS.values():
        command = hook["entry"].split()
        assert command[0] == "mcp-sast" and hook["language"] == "python" and hook["require_serial"]
        assert cli.run([command[1], "--help"]) == 0


@pytest.mark.parametrize(
    "name",
    ["a.js", "a.mts", "x/a.cts", "a.tsx", "a.py", "a.pyi", "a.pth", "a.node", "package.json", "x/package-lock.json", "pnpm-lock.yaml",
     "yarn.lock", "bun.lock", ".npmrc", "x/.npmrc", "pyproject.toml", "setup.py", "setup.cfg", "uv.lock", "pylock.dev.toml",
     "requirements-dev.txt", "server.json", "manifest.json", "mcp.json", "binding.gyp"],
)  # fmt: skip
def test_the_hook_sees_what_matters(name: str) -> None:
    assert re.search(HOOKS["mcp-sast"]["files"], name)


@pytest.mark.parametrize("name", ["README.md", "a.json", "x/ajs", "a.txt", "my-package.json.bak", "notserver.json"])
def test_the_hook_sees_nothing_else(name: str) -> None:
    assert not re.search(HOOKS["mcp-sast"]["files"], name)


@pytest.mark.parametrize(
    ("files", "code", "shown"),
    [
        (("packages/server/src/policy.ts",), 1, True),
        (("packages/server/src/courier.ts", "packages/server/README.md"), 1, True),
        (("packages/server/package.json",), 1, True),
        (("packages/server/README.md",), 0, False),
        (("packages/server/tsconfig.json", "gone.js"), 0, False),
        ((), 0, False),
        (("../elsewhere.js",), 0, False),
    ],
)
def test_the_hook_shows_what_touches_a_changed_file(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, files: tuple[str, ...], code: int, shown: bool
) -> None:
    monkeypatch.chdir(repository)
    assert cli.run(["hook", "--own", *files]) == code
    out, err = capsys.readouterr()
    assert ("error[hidden-recipient]" in out) is shown
    assert ("more findings in files that did not change" in err) is ("packages/server/README.md" in files and not shown)


@pytest.mark.skipif(os.environ.get("MCP_SAST_TRY_REPO") != "1", reason="MCP_SAST_TRY_REPO=1 builds an environment for the hook")
def test_the_real_pre_commit_runs_the_hook(repository: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home")}
    command = [sys.executable, "-m", "pre_commit", "try-repo", str(ROOT), "mcp-sast", "--files", "packages/server/src/policy.ts"]
    done = subprocess.run(command, cwd=repository, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "error[hidden-recipient]" in done.stdout
    command[-1] = "packages/server/README.md"
    done = subprocess.run(command, cwd=repository, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0


# ----------------------------------------------------------------------------------------------------------------------- GitHub


def steps_of(document: dict[str, Any]) -> list[dict[str, Any]]:
    jobs = document.get("jobs", {"": document.get("runs", {})})
    return [step for job in jobs.values() for step in job.get("steps", [])]


@pytest.mark.parametrize("path", WORKFLOWS, ids=[path.name for path in WORKFLOWS])
def test_uses_are_pinned_and_scripts_take_inputs_by_environment(path: Path) -> None:
    document = yaml.safe_load(path.read_text("utf-8"))
    for step in steps_of(document):
        uses = step.get("uses", "./")
        assert uses == "./" or re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", uses)
        assert "${{" not in step.get("run", "")
    for job in document.get("jobs", {}).values():
        assert job.get("permissions", document["permissions"])["contents"] == "read"


def test_files_that_the_action_names_exist() -> None:
    named = re.findall(r"\$GITHUB_ACTION_PATH/([\w./-]+)", (ROOT / "action.yml").read_text("utf-8"))
    assert len(named) == 3
    assert all((ROOT / name).is_file() for name in named)


class Runner:
    """What a runner gives to a step: a clean folder, and files for outputs and the summary."""

    def __init__(self, workspace: Path, temp: Path) -> None:
        temp.mkdir(exist_ok=True)
        self.output, self.summary = temp / "output", temp / "summary"
        for file in (self.output, self.summary):
            file.write_text("", encoding="utf-8")
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(temp), "MCP_SAST": SCANNER, "RUNNER_TEMP": str(temp),
            "GITHUB_WORKSPACE": str(workspace),
            "GITHUB_OUTPUT": str(self.output), "GITHUB_STEP_SUMMARY": str(self.summary),
        }  # fmt: skip

    def run(self, script: str, **environment: str) -> subprocess.CompletedProcess[str]:
        command = ["bash", str(ROOT / "action" / script)]
        return subprocess.run(command, env={**self.environment, **environment}, capture_output=True, text=True, check=False)

    def outputs(self) -> dict[str, str]:
        return dict(line.split("=", 1) for line in self.output.read_text("utf-8").splitlines())


def test_the_actions_steps_upload_then_gate(repository: Path, tmp_path: Path) -> None:
    runner = Runner(repository, tmp_path / "runner")
    done = runner.run("scan.sh", SCAN_PATH="packages/server")
    assert done.returncode == 0
    assert done.stdout.startswith("::error file=packages/server/src/policy.ts,line=")
    outputs = runner.outputs()
    assert outputs["exit-code"] == "1"
    sarif = json.loads(Path(outputs["sarif"]).read_text("utf-8"))
    location = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location["uri"] == "packages/server/src/policy.ts"
    assert "hidden-recipient" in runner.summary.read_text("utf-8")
    assert runner.run("gate.sh", EXIT_CODE=outputs["exit-code"]).returncode == 1
    assert runner.run("gate.sh", EXIT_CODE="0").returncode == 0


@pytest.mark.parametrize(
    ("environment", "code"), [({"SCAN_PATH": "nowhere"}, "2"), ({"SCAN_FAIL_ON": "often"}, "2"), ({"SCAN_PATH": "empty"}, "3")]
)
def test_a_scan_without_report_uploads_nothing(repository: Path, tmp_path: Path, environment: dict[str, str], code: str) -> None:
    (repository / "empty").mkdir()
    runner = Runner(repository, tmp_path / "runner")
    assert runner.run("scan.sh", **environment).returncode == 0
    assert runner.outputs() == {"exit-code": code}
    assert runner.run("gate.sh", EXIT_CODE=code).returncode == int(code)


def test_a_pull_request_is_judged_by_its_base(repository: Path, tmp_path: Path) -> None:
    base = git(repository, "rev-parse", "HEAD")
    runner = Runner(repository, tmp_path / "runner")
    runner.run("scan.sh", SCAN_BASE=base)
    assert runner.outputs()["exit-code"] == "0"
    assert len(json.loads(Path(runner.outputs()["sarif"]).read_text("utf-8"))["runs"][0]["results"]) == 1
    policy = repository / "packages" / "server" / "src" / "policy.ts"
    policy.write_text(policy.read_text("utf-8").replace("copies@mill-archive.test", "new@mill-archive.test"), encoding="utf-8")
    (repository / "mcp-sast.toml").write_text('ignore = ["hidden-recipient"]\n', encoding="utf-8")
    runner = Runner(repository, tmp_path / "runner")
    runner.run("scan.sh", SCAN_BASE=base)
    assert runner.outputs()["exit-code"] == "1"
