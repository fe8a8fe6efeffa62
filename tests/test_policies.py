"""Policies that are made from inventories."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from mcp_sast import Inventory, inventory
from mcp_sast.cli.running import run
from mcp_sast.inventories.inventory import HostEntry
from mcp_sast.reports.policies import POLICY_FORMS, policy

PARCELS = Path(__file__).resolve().parent.parent / "corpus" / "drift-host" / "mirror" / "old"
HOST = "api.parcel-desk.example"


@pytest.fixture(scope="module")
def parcels() -> Inventory:
    return inventory(str(PARCELS))[0]


def test_cilium_allows_the_names_and_nothing_else(parcels: Inventory) -> None:
    egress = yaml.safe_load(policy("cilium", parcels).text)["spec"]["egress"]
    assert [rule["toFQDNs"] for rule in egress if "toFQDNs" in rule] == [[{"matchName": HOST}]]
    assert egress[0]["toPorts"][0]["rules"]["dns"] == [{"matchName": HOST}]


def test_kubernetes_says_what_it_cannot_say(parcels: Inventory) -> None:
    text = policy("kubernetes", parcels).text
    assert text.startswith("# ")
    assert HOST in text.split("apiVersion")[0]
    assert yaml.safe_load(text)["spec"]["policyTypes"] == ["Egress"]


def test_toolhive_docker_and_clients(parcels: Inventory) -> None:
    assert json.loads(policy("toolhive", parcels).text)["network"]["outbound"] == {
        "insecure_allow_all": False, "allow_host": [HOST], "allow_port": [443],
    }  # fmt: skip
    docker = yaml.safe_load(policy("docker", parcels).text)
    assert docker["run"] == {"allowHosts": [f"{HOST}:443"]}
    assert [one["name"] for one in docker["config"]["env"]] == ["PARCEL_DESK_TOKEN"]
    assert json.loads(policy("mcp-json", parcels).text) == {"mcp_servers": {"parcel-desk-mcp": {
        "allowed_tools": ["list_depots", "track_parcel"], "allowed_hosts": [HOST], "allowed_env": ["PARCEL_DESK_TOKEN"],
    }}}  # fmt: skip


@pytest.mark.parametrize("form", POLICY_FORMS)
def test_a_server_without_network_gets_none(form: str) -> None:
    made = policy(form, Inventory("quiet", "1", "npm", ""))
    document = yaml.safe_load(made.text)
    nothing = {
        "kubernetes": lambda: document["spec"]["egress"] == [],
        "cilium": lambda: document["spec"]["egress"] == [{}],
        "toolhive": lambda: document["network"]["outbound"]["allow_host"] == [] == document["network"]["outbound"]["allow_port"],
        "docker": lambda: document["run"] == {"disableNetwork": True},
        "mcp-json": lambda: document["mcp_servers"]["quiet"]["allowed_hosts"] == [],
    }
    assert nothing[form]()
    assert made.remarks == ()


def test_hosts_that_calls_name_are_told() -> None:
    made = policy("toolhive", Inventory("wide", "1", "npm", "", hosts=(HostEntry("<call>", "<call>", "", True),)))
    assert made.remarks == ("not in it: calls name hosts themselves; add what you set",)


def test_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["policy", str(PARCELS), "--for", "docker"]) == 0
    assert f"{HOST}:443" in capsys.readouterr().out
    assert run(["policy", str(PARCELS), "--for", "nothing"]) == 2
