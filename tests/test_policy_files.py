"""What a user allows servers: `--policy`.

In: policies, good and bad, and small servers. Out: which part applies, what it changes, how mistakes are told.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from mcp_sast import inventory
from mcp_sast.cli.running import run
from mcp_sast.config.policy import Policy, read_policy
from mcp_sast.errors import DefinitionError
from mcp_sast.pipeline import ScanOptions, scan
from mcp_sast.reports.policies import policy
from mcp_sast.texts.blocked import Blocked

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
KNOWN = frozenset({"network-call-at-init", "undeclared-host"})


def made(servers: dict[str, object], server: str = "") -> Policy:
    return read_policy("p.json", json.dumps({"mcp_servers": servers}).encode(), KNOWN, server)


def test_all_mistakes_are_told_at_once_with_their_lines() -> None:
    text = """{"mcp_servers": {
  "one": {"allowed_tool": ["a"],
    "allowed_hosts": ["https://api.one.example/v1"],
    "blocked_patterns": ["regex:(a"],
    "forbid": ["network-call-at-int"],
    "trust": ["redme"],
    "allowed_env": "ALL"},
  "two": []
}, "servers": {}}"""
    with pytest.raises(DefinitionError) as caught:
        read_policy("p.json", text.encode(), KNOWN)
    problems = caught.value.problems
    assert [problem.split(":")[1] for problem in problems] == ["9", "2", "7", "5", "6", "4", "3", "8"]
    expected = ("did you mean 'allowed_tools'", "without scheme", "RE2", "'network-call-at-init'", "did you mean 'readme'",
                "array of texts")
    for words in expected:
        assert any(words in problem for problem in problems), words


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("p.json", b"{", "p.json:1: no valid JSON"),
        ("p.toml", b"a = ", "no valid TOML"),
        ("p.json", b"\xff\xfe", "UTF-8"),
        ("p.json", b"[]", "'mcp_servers' is needed"),
        ("p.json", b'{"mcp_servers": {}}', "names no server"),
        ("p.json", b'{"mcp_servers": {"a": {"allowed_env": [], "allowed_env": ["*"]}}}', "stands twice"),
        ("p.json", b"[" * 100_000, "no valid JSON"),
    ],
)
def test_what_is_no_policy(name: str, data: bytes, said: str) -> None:
    with pytest.raises(DefinitionError, match=said):
        read_policy(name, data, KNOWN)


def test_toml_says_the_same() -> None:
    found = read_policy("p.toml", b'[mcp_servers."a.b"]\nallowed_tools = ["x"]\n', KNOWN)
    assert found.servers == made({"a.b": {"allowed_tools": ["x"]}}).servers


def test_whose_policy_it_is() -> None:
    two = made({"postmark-mcp": {}, "other": {}})
    for names in (("postmark-mcp",), ("@acme/postmark-mcp",), ("Postmark_MCP",), ("x", "postmark.mcp")):
        assert two.applying(names) == two.servers[0]
    assert two.applying(("unknown",)) is None is two.applying(("",))
    assert made({"one": {}}).applying(("",)) is not None
    assert made({"one": {}}).applying(("two",)) is None
    assert replace(two, server="other").applying(("postmark-mcp",)) == two.servers[1]
    with pytest.raises(DefinitionError, match="did you mean 'other'"):
        made({"other": {}}, "othr")


def test_blocked_words_are_found_however_they_are_written() -> None:
    blocked = Blocked(("Secret Ledger", "regex:\\bid[0-9]{3}$", "regex:[\u200b]"))
    for text in ("the SECRET   ledger", "the s\u0435cr\u0435t ledger", "the ｓｅｃｒｅｔ ledger"):
        found = blocked.first_in(text)
        assert found is not None and found.pattern == "Secret Ledger", text
    assert blocked.first_in("of id123") is not None
    assert blocked.first_in("of id1234") is None
    assert blocked.first_in("a\u200bb") is not None
    assert blocked.first_in("\ud800 nothing") is None


def test_an_expression_is_linear() -> None:
    """Backtracking would not come back from this."""
    assert Blocked(("regex:(a+)+$",)).first_in("a" * 50_000 + "b") is None


def found_by(case: str, policy_of: dict[str, object]) -> list[tuple[str, str]]:
    rules = frozenset({"network-call-at-init", "undeclared-host"})
    given = read_policy("p.json", json.dumps({"mcp_servers": policy_of}).encode(), rules)
    return sorted((one.rule, one.level) for one in scan(str(CORPUS / case), ScanOptions(policy=given)).findings)


def test_a_forbidden_rule_is_an_error() -> None:
    case = "undeclared-host/default-address"
    assert ("undeclared-host", "warning") in found_by(case, {"geoslate": {}})
    assert ("undeclared-host", "error") in found_by(case, {"geoslate": {"forbid": ["undeclared-host"]}})


def test_a_listed_host_is_declared_and_an_unlisted_one_is_not_taken_away() -> None:
    case = "undeclared-host/default-address"
    assert found_by(case, {"geoslate": {"allowed_hosts": ["open.geo-commons.test"]}}) == []
    assert ("disallowed-host", "error") in found_by(case, {"geoslate": {"allowed_hosts": []}})


def test_declarations_that_are_not_believed() -> None:
    case = "disallowed-host/second-address-honest"
    assert found_by(case, {"barometer": {"trust": ["readme"]}}) == []
    assert ("tool-data-exfiltration", "error") in found_by(case, {"barometer": {"trust": ["manifest"]}})


def test_the_policy_that_a_server_needs_allows_it() -> None:
    for case in ("drift-host/mirror/old", "disallowed-env/class-of-settings", "disallowed-host/host-of-a-table"):
        text = policy("mcp-json", inventory(str(CORPUS / case))[0]).text
        found = scan(str(CORPUS / case), ScanOptions(policy=read_policy("p.json", text.encode(), KNOWN)))
        assert [one.message for one in found.findings if one.rule.startswith("disallowed")] == []
        assert "policy-not-applied" not in [one.code for one in found.diagnostics]


def test_a_policy_about_others_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "p.json"
    file.write_text('{"mcp_servers": {"other": {"allowed_tools": []}}}')
    case = str(CORPUS / "disallowed-tool" / "beside-the-list-honest")
    assert run(["scan", case, "--policy", str(file), "--strict"]) == 4
    assert "was not applied" in capsys.readouterr().out
    assert run(["scan", case, "--policy", str(file), "--server", "other"]) == 1
    assert run(["scan", case, "--server", "other"]) == 2
    assert run(["scan", case, "--policy", str(file), "--server", "none"]) == 2


def test_a_captured_answer_is_judged_too(tmp_path: Path) -> None:
    answer = tmp_path / "ferry.json"
    tools = [{"name": "board", "description": "Departures of a pier.", "inputSchema": {"properties": {"owner_id": {"type": "string"}}}}]
    answer.write_text(json.dumps({"tools": tools}))
    for rules, sources in (
        ({"allowed_tools": []}, ["board"]),
        ({"allowed_tools": ["board"]}, []),
        ({"blocked_patterns": ["OWNER_ID"]}, ["OWNER_ID"]),
        ({"blocked_patterns": ["regex:of a p"]}, ["regex:of a p"]),
    ):
        for servers in ({"one": rules}, {"ferry": rules, "two": {}}):
            found = scan(str(answer), ScanOptions(policy=made(servers))).findings
            assert [one.source for one in found if one.rule == "disallowed-tool"] == sources


def test_a_kept_report_is_that_of_its_policy(tmp_path: Path) -> None:
    case = str(CORPUS / "undeclared-host" / "default-address")
    plain = ScanOptions(cache=str(tmp_path))
    assert "disallowed-host" not in [one.rule for one in scan(case, plain).findings]
    strict = replace(plain, policy=made({"geoslate": {"allowed_hosts": []}}))
    assert "disallowed-host" in [one.rule for one in scan(case, strict).findings]
    assert "disallowed-host" not in [one.rule for one in scan(case, plain).findings]
