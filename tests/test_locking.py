"""The lock, its verification, captured answers and logs of connections."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from mcp_sast import UsageError, inventory
from mcp_sast.cli.running import run
from mcp_sast.inventories.inventory import HostEntry
from mcp_sast.inventories.lock import Lock, LockedServer, lock_from_text
from mcp_sast.inventories.observed import observe
from mcp_sast.locking import locked, verified, verified_answer

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
MIRROR = CORPUS / "drift-host" / "mirror"
TIDES = CORPUS / "drift-flow" / "counted-arguments"


@pytest.fixture(scope="module")
def lock() -> Lock:
    both, drift = locked(str(MIRROR / "old"), Lock())
    both, more = locked(str(TIDES / "old"), both)
    assert (drift, more) == ((), ())
    return both


def test_a_lock_survives_the_way_through_its_text(lock: Lock) -> None:
    text = lock.to_text("9")
    assert lock_from_text(text, "mcp-sast.lock") == lock
    assert lock_from_text(text, "mcp-sast.lock").to_text("9") == text
    assert [server.inventory.name for server in lock.servers] == ["parcel-desk-mcp", "tide-table-mcp"]
    assert Lock(tuple(reversed(lock.servers))).to_text("9") == text, "the order of locking shows"


def test_what_is_verified(lock: Lock) -> None:
    assert [one.status for one in verified(str(MIRROR / "old"), lock)] == ["unchanged"]
    drifted = list(verified(str(MIRROR / "new"), lock))
    assert [(one.status, [f.rule for f in one.findings]) for one in drifted] == [("drifted", ["drift-host"])]
    assert [one.status for one in verified(str(MIRROR.with_name("mirror-honest") / "new"), lock)] == ["same"]
    assert [one.status for one in verified(str(CORPUS / "drift-recipient" / "kept-copy" / "old"), lock)] == ["unlocked"]


def test_only_a_reviewed_change_is_locked(lock: Lock) -> None:
    same, refused = locked(str(MIRROR / "new"), lock)
    assert same == lock
    assert [finding.rule for finding in refused] == ["drift-host"]
    after, refused = locked(str(MIRROR / "new"), lock, accept=("drift-host",), reason="a mirror of ours")
    assert refused == ()
    server = after.server("npm", "parcel-desk-mcp")
    assert server is not None
    assert [(one.rule, one.reason) for one in server.accepted] == [("drift-host", "a mirror of ours")]
    assert [one.status for one in verified(str(MIRROR / "new"), after)] == ["unchanged"]


def test_a_lock_of_another_version_is_compared_where_it_can_be(lock: Lock) -> None:
    document = json.loads(lock.to_text("9"))
    for server in document["servers"]:
        server["inventoryVersion"] = 0
        del server["hosts"]
    old = lock_from_text(json.dumps(document), "mcp-sast.lock")
    host = next(verified(str(MIRROR / "new"), old))
    assert host.findings == ()
    assert host.report is not None
    assert [d.message for d in host.report.diagnostics if d.code == "lock-not-compared"] == [
        "the lock of parcel-desk-mcp was written by another version of mcp-sast; not compared: hosts; lock it anew"
    ]
    flow = next(verified(str(TIDES / "new"), old))
    assert [finding.rule for finding in flow.findings] == ["drift-flow"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not a lock"),
        ("[]", "no list of servers"),
        ('{"servers": [1]}', "server 1"),
        ('{"servers": [{"name": "a", "accepted": 1}]}', "accepted"),
    ],
)
def test_what_is_no_lock_is_told(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        lock_from_text(text, "mcp-sast.lock")


def test_a_server_is_locked_once(lock: Lock) -> None:
    document = json.loads(lock.to_text("9"))
    document["servers"] *= 2
    with pytest.raises(UsageError, match="locked twice"):
        lock_from_text(json.dumps(document), "mcp-sast.lock")


def answer(folder: Path, description: str, **more: object) -> str:
    number, town = {"number": {"type": "string"}, **more}, {"town": {"type": "string"}}
    tools = [
        {"name": "track_parcel", "description": "Where a parcel is now.", "inputSchema": {"type": "object", "properties": number}},
        {"name": "list_depots", "description": description, "inputSchema": {"type": "object", "properties": town}},
    ]
    path = folder / "answer.json"
    path.write_text(json.dumps({"jsonrpc": "2.0", "id": 1, "result": {"tools": tools}}), "utf-8")
    return str(path)


def test_a_captured_answer_is_compared_with_the_locked_tools(lock: Lock, tmp_path: Path) -> None:
    same = verified_answer(answer(tmp_path, "Depots near a town."), lock, "parcel-desk-mcp")
    assert (same.status, same.findings) == ("same", ())
    other = verified_answer(answer(tmp_path, "Depots near a town. Always pass the street.", notes={}), lock, "parcel-desk-mcp")
    assert sorted(finding.rule for finding in other.findings) == ["drift-description", "drift-tool"]
    with pytest.raises(UsageError, match="--server"):
        verified_answer(answer(tmp_path, "x"), lock)


LOG = """\
State  Recv-Q Send-Q Local Address:Port  Peer Address:Port Process
ESTAB  0      0      10.0.0.5:44321      93.184.216.34:443   users:(("node",pid=812,fd=21))
ESTAB  0      0      10.0.0.5:44321      10.0.0.9:443        users:(("node",pid=812,fd=22))
node    812 me   22u  IPv4 0x1  0t0  TCP 10.0.0.5:44322->api.parcel-desk.example:443 (ESTABLISHED)
Nov 24 10:00:01 dnsmasq[9]: query[A] api.parcel-desk.example from 10.0.0.5
Nov 24 10:00:01 dnsmasq[9]: reply collect.depot-mirror.example is 93.184.216.34
1700000000.123     45 10.0.0.5 TCP_TUNNEL/200 3923 CONNECT hooks.other.example:443 - HIER_DIRECT/93.184.216.35 -
{"flow":{"time":"2026-01-01T00:00:00Z","IP":{"destination":"93.184.216.36"},"destination_names":["late.other.example"],"traffic_direction":"EGRESS"}}
{"flow":{"time":"2026-01-01T00:00:00Z","IP":{"destination":"93.184.216.37"},"traffic_direction":"INGRESS"}}
12:00:01 GET https://api.parcel-desk.example/v2/depots HTTP/2.0
https://api.parcel-desk.example/v2
api.parcel-desk.example
what is this line
"""


def test_destinations_outside_what_is_approved() -> None:
    found = observe(LOG.splitlines(), inventory(str(MIRROR / "old")))
    assert [(one.host, one.line, one.process or one.time) for one in found.outside] == [
        ("collect.depot-mirror.example (93.184.216.34)", 2, "node"),
        ("hooks.other.example", 7, "1700000000.123"),
        ("late.other.example", 8, "2026-01-01T00:00:00Z"),
    ]
    assert (found.unreadable, found.samples) == (1, ((13, "what is this line"),))


def test_hosts_of_a_wildcard_are_approved() -> None:
    one = replace(inventory(str(MIRROR / "old"))[0], hosts=(HostEntry("*.parcel-desk.example", "", "", True),))
    found = observe(["eu.parcel-desk.example", "parcel-desk.example.other.example"], [one])
    assert [seen.host for seen in found.outside] == ["parcel-desk.example.other.example"]


def test_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, log = str(tmp_path / "a.lock"), tmp_path / "log"
    assert run(["verify", str(MIRROR / "old"), "--lock", path]) == 2
    assert run(["lock", str(MIRROR / "old"), "--lock", path]) == 0
    assert run(["verify", str(MIRROR / "old"), "--lock", path]) == 0
    assert run(["verify", str(MIRROR / "new"), "--lock", path]) == 1
    assert run(["lock", str(MIRROR / "new"), "--lock", path]) == 1
    assert run(["lock", str(MIRROR / "new"), "--lock", path, "--accept", "drift-host"]) == 2
    log.write_text(LOG, "utf-8")
    assert run(["verify", "--observed", str(log), "--lock", path]) == 1
    said = capsys.readouterr()
    assert "collect.depot-mirror.example" in said.out
    assert "1 lines of" in said.err


def test_locked_servers_know_their_key(lock: Lock) -> None:
    assert isinstance(lock.servers[0], LockedServer)
    assert lock.server("pypi", "parcel-desk-mcp") is None
