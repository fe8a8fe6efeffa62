"""What a project accepts, and that nobody else can accept anything: configuration, ignore comments, baselines, base revisions."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from mcp_sast import cli
from mcp_sast.acceptance.baseline import read_baseline
from mcp_sast.acceptance.ignores import ignores_in
from mcp_sast.config.configuration import configuration
from mcp_sast.config.discovery import read_configuration
from mcp_sast.errors import DefinitionError

ROOT = Path(__file__).resolve().parent.parent
CASE = ROOT / "corpus" / "hidden-recipient" / "spread-policy"
SCHEMA = Draft7Validator(json.loads((ROOT / "docs" / "schemas" / "config-v1.json").read_text("utf-8")))
RULES = frozenset({"hidden-recipient", "undeclared-host"})
LINE = '    bcc: "copies@mill-archive.test",'

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def server(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CASE, tmp_path / "server"))


def with_comment(server: Path, comment: str, *, above: bool = False) -> None:
    """A comment at the line that is reported."""
    policy = server / "src" / "policy.ts"
    lines = policy.read_text("utf-8").split("\n")
    at = next(index for index, line in enumerate(lines) if "bcc:" in line)
    lines[at : at + 1] = [comment, lines[at]] if above else [f"{lines[at]} {comment}"]
    policy.write_text("\n".join(lines), encoding="utf-8")


def found(server: Path, capsys: Capture, *flags: str) -> tuple[list[str], dict[str, int]]:
    """The rules that are reported, and the counts of what was accepted."""
    cli.run(["scan", str(server), "--format", "json", "--quiet", *flags])
    document = json.loads(capsys.readouterr().out)
    return sorted(f["rule"] for package in document["packages"] for f in package["findings"]), document["summary"]["accepted"]


@pytest.mark.parametrize("above", [False, True])
@pytest.mark.parametrize(
    "comment", ["// mcp-sast: ignore[hidden-recipient] an archive, ADR 7", "/* mcp-sast: ignore[hidden-recipient] why */"]
)
def test_a_reasoned_ignore_is_followed_in_own_code_only(server: Path, capsys: Capture, comment: str, above: bool) -> None:
    with_comment(server, comment, above=above)
    assert found(server, capsys, "--own") == ([], {"ignore": 1})
    assert found(server, capsys) == (["hidden-recipient"], {})


def test_foreign_directives_are_told(server: Path, capsys: Capture) -> None:
    with_comment(server, "// mcp-sast: ignore[hidden-recipient] an archive")
    cli.run(["scan", str(server)])
    assert "note[scanner-directive] src/policy.ts" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("comment", "rules"),
    [
        ("// mcp-sast: ignore", ["blanket-ignore", "hidden-recipient"]),
        ("// mcp-sast: ignore[hidden-recipient]", ["blanket-ignore", "hidden-recipient"]),
        ("// mcp-sast: ignore[hidden-recipient] until soon: x", ["blanket-ignore", "hidden-recipient"]),
        ("// mcp-sast: ignore[hidden-recipient] until 2020-01-31: x", ["expired-ignore", "hidden-recipient"]),
        ("// mcp-sast: ignore[hidden-recipient] until 2999-01-31: x", []),
        ("// mcp-sast: ignore[undeclared-host] x", ["hidden-recipient", "unused-ignore"]),
        ("// mcp-sast: ignore[hidden-recipient, no-such-rule] x", ["unused-ignore"]),
        ("# mcp-sast: ignore[hidden-recipient] no comment in this language", ["hidden-recipient"]),
    ],
)
def test_ignores_are_looked_after(server: Path, capsys: Capture, comment: str, rules: list[str]) -> None:
    with_comment(server, comment)
    assert found(server, capsys, "--own")[0] == rules


def test_an_ignore_of_a_rule_that_did_not_run_is_not_unused(server: Path, capsys: Capture) -> None:
    with_comment(server, "// mcp-sast: ignore[undeclared-host] x")
    assert found(server, capsys, "--own", "--ignore", "undeclared-host")[0] == ["hidden-recipient"]
    assert found(server, capsys, "--own", "--ignore", "unused-ignore")[0] == ["hidden-recipient"]


def test_any_step_of_the_flow_will_do(server: Path, capsys: Capture) -> None:
    courier = server / "src" / "courier.ts"
    text = courier.read_text("utf-8").split("\n")
    at = next(index for index, line in enumerate(text) if ".sendMail(" in line)
    text[at] += " // mcp-sast: ignore[hidden-recipient] seen"
    courier.write_text("\n".join(text), encoding="utf-8")
    assert found(server, capsys, "--own") == ([], {"ignore": 1})


def test_vendored_code_is_foreign() -> None:
    data = b"x() // mcp-sast: ignore[hidden-recipient] reason\n"
    assert len(ignores_in("src/a.js", data)) == 1
    assert ignores_in("src/vendor/a.js", data) == ignores_in("node_modules/b/a.js", data) == ()


CONFIGURATION = """fail-on = "never"
levels = { hidden-recipient = "warning" }
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("mcp-sast.toml", CONFIGURATION),
        (".github/mcp-sast.toml", CONFIGURATION),
        ("pyproject.toml", "[tool.mcp-sast]\n" + CONFIGURATION),
    ],
)
def test_configuration_is_followed_in_own_code_only(server: Path, capsys: Capture, name: str, text: str) -> None:
    (server / name).parent.mkdir(exist_ok=True)
    (server / name).write_text(text, encoding="utf-8")
    assert cli.run(["scan", str(server)]) == 1
    assert cli.run(["scan", str(server), "--own"]) == 0
    assert "warning[hidden-recipient]" in capsys.readouterr().out
    assert cli.run(["scan", str(server), "--own", "--fail-on", "warning"]) == 1
    assert cli.run(["config", "show", str(server)]) == 0


def test_a_key_of_package_json(server: Path) -> None:
    manifest = json.loads((server / "package.json").read_text("utf-8"))
    (server / "package.json").write_text(json.dumps({**manifest, "mcp-sast": {"ignore": ["hidden-recipient"]}}), encoding="utf-8")
    assert cli.run(["scan", str(server), "--own"]) == 0
    assert cli.run(["scan", str(server)]) == 1


def test_environment_stands_between_options_and_file(server: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (server / "mcp-sast.toml").write_text('fail-on = "error"\n', encoding="utf-8")
    monkeypatch.setenv("MCP_SAST_FAIL_ON", "never")
    assert cli.run(["scan", str(server), "--own"]) == 0
    assert cli.run(["scan", str(server), "--own", "--fail-on", "error"]) == 1


def test_accepted_by_configuration_until_a_day(server: Path, capsys: Capture) -> None:
    entry = '[[accept]]\nrule = "hidden-recipient"\npath = "src/*"\nreason = "an archive"\n'
    (server / "mcp-sast.toml").write_text(entry, encoding="utf-8")
    assert found(server, capsys, "--own") == ([], {"configuration": 1})
    (server / "mcp-sast.toml").write_text(entry + "expires = 2020-01-31\n", encoding="utf-8")
    assert found(server, capsys, "--own") == (["expired-ignore", "hidden-recipient"], {})
    (server / "mcp-sast.toml").write_text(entry.replace("src/*", "lib/*"), encoding="utf-8")
    assert found(server, capsys, "--own") == (["hidden-recipient", "unused-ignore"], {})


WRONG = """selct = ["x"]
ignore = ["hiden-recipient"]
strict = "yes"
fail-on = "often"

[[accept]]
rule = "undeclared-host"

[[accept]]
rule = "undeclared-host"
path = "x"
reason = "y"
expires = "soon"
"""


def test_all_mistakes_are_told_together_with_lines_and_what_was_meant() -> None:
    with pytest.raises(DefinitionError) as error:
        read_configuration("mcp-sast.toml", WRONG.encode(), RULES)
    lines = [re.sub(r"^mcp-sast.toml:", "", problem) for problem in error.value.problems]
    assert [int(line.split(":")[0]) for line in lines] == [1, 2, 3, 4, 6, 6, 9]
    assert "did you mean 'select'?" in lines[0] and "did you mean 'hidden-recipient'?" in lines[1]


def test_the_schema_says_what_the_reader_says() -> None:
    right = tomllib.loads(CONFIGURATION + '[[accept]]\nrule = "undeclared-host"\npath = "x"\nreason = "y"\nexpires = "2027-01-31"\n')
    assert list(SCHEMA.iter_errors(right)) == []
    assert configuration("c", right, "", RULES).accept[0].expires == date(2027, 1, 31)
    assert len(list(SCHEMA.iter_errors(tomllib.loads(WRONG)))) >= 4


@given(st.binary(max_size=200) | st.text(alphabet='[]{}="\n.accept,levrux', max_size=200).map(str.encode))
def test_no_bytes_crash_the_readers(data: bytes) -> None:
    for name in ("mcp-sast.toml", "pyproject.toml", "package.json"):
        try:
            read_configuration(name, data, RULES)
        except DefinitionError as error:
            assert error.problems
    try:
        read_baseline("b.json", data)
    except DefinitionError as error:
        assert error.problems
    ignores_in("a.js", b"// mcp-sast: ignore" + data)


KEYS = st.sampled_from(["accept", "levels", "select", "rule", "path", "reason", "expires", "strict", "baseline", "x"])
TABLES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
)


@given(TABLES)
def test_no_table_crashes_the_configuration(table: object) -> None:
    try:
        configuration("c", table, json.dumps(table), RULES)
    except DefinitionError as error:
        assert all(re.match(r"c:\d+: ", problem) for problem in error.problems)


# -------------------------------------------------------------------------------------------------------------------- baselines


def test_a_baseline_is_made_followed_and_pruned(server: Path, tmp_path: Path, capsys: Capture) -> None:
    name = str(tmp_path / "baseline.json")
    assert cli.run(["baseline", "create", str(server), "--file", name]) == 0
    assert "1 findings, 1 added, 0 removed" in capsys.readouterr().err
    assert cli.run(["baseline", "create", str(server), "--file", name]) == 2
    capsys.readouterr()
    with_comment(server, "// moved\n\n", above=True)
    assert found(server, capsys, "--baseline", name) == ([], {"baseline": 1})
    policy = server / "src" / "policy.ts"
    policy.write_text(policy.read_text("utf-8").replace("copies@mill-archive.test", "other@mill-archive.test"), encoding="utf-8")
    assert found(server, capsys, "--baseline", name) == (["hidden-recipient"], {})
    assert cli.run(["baseline", "prune", str(server), "--file", name]) == 0
    assert "0 findings, 0 added, 1 removed" in capsys.readouterr().err
    assert cli.run(["baseline", "update", str(server), "--file", name]) == 0
    assert "1 findings, 1 added, 0 removed" in capsys.readouterr().err
    Path(name).write_text('{"findings": 1}', encoding="utf-8")
    assert cli.run(["scan", str(server), "--baseline", name]) == 2


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.test", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(server: Path) -> Path:
    git(server.parent, "init", "-q")
    git(server.parent, "add", "-A")
    git(server.parent, "commit", "-qm", "base")
    return server


def test_a_base_revision_accepts_what_it_has(repository: Path, capsys: Capture) -> None:
    assert found(repository, capsys, "--baseline-ref", "HEAD") == ([], {"revision": 1})
    cli.run(["scan", str(repository), "--baseline-ref", "HEAD", "--format", "sarif"])
    assert len(json.loads(capsys.readouterr().out)["runs"][0]["results"]) == 1
    policy = repository / "src" / "policy.ts"
    policy.write_text(policy.read_text("utf-8").replace("copies@mill-archive.test", "new@mill-archive.test"), encoding="utf-8")
    assert found(repository, capsys, "--baseline-ref", "HEAD")[0] == ["hidden-recipient"]


def test_a_change_can_not_accept_its_own_findings(repository: Path, capsys: Capture) -> None:
    policy = repository / "src" / "policy.ts"
    policy.write_text(policy.read_text("utf-8").replace("copies@mill-archive.test", "new@mill-archive.test"), encoding="utf-8")
    with_comment(repository, "// mcp-sast: ignore[hidden-recipient] trust me")
    (repository / "mcp-sast.toml").write_text('ignore = ["hidden-recipient"]\n', encoding="utf-8")
    assert found(repository, capsys, "--own") == ([], {})
    assert found(repository, capsys, "--own", "--baseline-ref", "HEAD")[0] == ["blanket-ignore", "hidden-recipient"]
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "reviewed")
    assert found(repository, capsys, "--own", "--baseline-ref", "HEAD")[0] == []


@pytest.mark.parametrize("revision", ["nowhere", "--help", "HEAD:src"])
def test_a_revision_that_is_none(repository: Path, capsys: Capture, revision: str) -> None:
    assert cli.run(["scan", str(repository), f"--baseline-ref={revision}"]) == 2
    assert "revision" in capsys.readouterr().err


def test_git_runs_nothing_of_the_repository(repository: Path, tmp_path: Path, capsys: Capture) -> None:
    trap = tmp_path / "trap"
    script = tmp_path / "trap.sh"
    script.write_text(f"#!/bin/sh\ntouch {trap}\n", encoding="utf-8")
    script.chmod(0o755)
    for key in ("core.fsmonitor", "core.hooksPath", "diff.external", "core.pager", "core.sshCommand", "filter.x.smudge", "diff.x.textconv"):
        git(repository, "config", key, str(script))
    (repository.parent / ".gitattributes").write_text("* filter=x diff=x\n", encoding="utf-8")
    cli.run(["scan", str(repository), "--baseline-ref", "HEAD"])
    assert not trap.exists()
    assert "1 accepted (1 by revision)" in capsys.readouterr().out


def test_nothing_in_a_foreign_target_steers_the_scan(server: Path, capsys: Capture) -> None:
    """Traps of every kind: the same findings, at the same exit code, with nothing written beside the target."""
    honest = found(server, capsys)
    traps = {
        "mcp-sast.toml": 'ignore = ["hidden-recipient"]\n', ".github/mcp-sast.toml": 'fail-on = "never"\n',
        "pyproject.toml": '[tool.mcp-sast]\nbaseline = "mcp-sast-baseline.json"\n', ".gitignore": "src/\n*\n", ".npmignore": "src/\n",
        ".semgrepignore": "*\n", ".gitattributes": "* export-ignore linguist-vendored\n", ".npmrc": "registry=http://127.0.0.1:1/\n",
        "mcp-sast-baseline.json": '{"schemaVersion": 1, "findings": []}', ".git/config": "[core]\n\tfsmonitor = touch trap\n",
        "src/::error::x.txt": "", "src/\x1b[31m\u202e.txt": "",
    }  # fmt: skip
    for name, text in traps.items():
        (server / name).parent.mkdir(parents=True, exist_ok=True)
        (server / name).write_text(text, encoding="utf-8")
    (server / "src" / "loop").symlink_to(server)
    (server / "src" / "out").symlink_to("/etc")
    before = sorted(path.as_posix() for path in server.parent.rglob("*") if "loop" not in path.parts)
    assert found(server, capsys) == honest
    assert cli.run(["scan", str(server)]) == 1
    assert "\x1b" not in capsys.readouterr().out
    assert sorted(path.as_posix() for path in server.parent.rglob("*") if "loop" not in path.parts) == before
