"""The narrowest policy under which a server still does what its code does.

In: an `Inventory`. Out: a Kubernetes NetworkPolicy, Cilium's, a ToolHive permission profile, an entry for the Docker catalogue, or the
policy of MCP clients (`mcp_servers`), and in words what that form can't say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from mcp_sast.inventories.inventory import CHOSEN, Inventory
from mcp_sast.reports.plain import plain

POLICY_FORMS = ("kubernetes", "cilium", "toolhive", "docker", "mcp-json")
_PORT = 443
_PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10"]
_WORDS = {
    CHOSEN["call"]: "calls name hosts themselves", CHOSEN["operator"]: "settings name hosts",
    CHOSEN[""]: "some addresses can't be resolved",
    CHOSEN["service"]: "answers of a service name hosts",
}  # fmt: skip


class Policy(NamedTuple):
    """`text`: the policy. `remarks`: what it can't say, or what whoever uses it must add; in the text too where that form has comments."""

    text: str
    remarks: tuple[str, ...]


def policy(form: str, inventory: Inventory) -> Policy:
    """The policy in one of POLICY_FORMS."""
    makers: dict[str, Callable[[Inventory], tuple[Any, tuple[str, ...]]]] = {
        "kubernetes": _kubernetes, "cilium": _cilium, "toolhive": _toolhive, "docker": _docker, "mcp-json": _clients,
    }  # fmt: skip
    document, remarks = makers[form](inventory)
    remarks = (*remarks, *(f"not in it: {_WORDS[host.host]}; add what you set" for host in inventory.hosts if host.host in _WORDS))
    if form in ("toolhive", "mcp-json"):
        return Policy(json.dumps(document, ensure_ascii=True, indent=2) + "\n", remarks)
    import yaml

    comments = "".join(f"# {plain(remark)}\n" for remark in remarks)
    return Policy(comments + yaml.safe_dump(document, sort_keys=False, default_flow_style=False, width=1000), remarks)


def _hosts(inventory: Inventory) -> list[str]:
    """Names that are sent to; of a tenant in a path, the host that it lies on."""
    return sorted({host.host.split("/", 1)[0] for host in inventory.hosts if host.host not in _WORDS})


def _needs_network(inventory: Inventory) -> bool:
    return bool(inventory.hosts)


def _label(inventory: Inventory) -> str:
    return re.sub(r"[^a-z0-9]+", "-", inventory.name.lower()).strip("-")[:63].strip("-") or "mcp-server"


def _kubernetes(inventory: Inventory) -> tuple[Any, tuple[str, ...]]:
    egress: list[Any] = []
    remarks: list[str] = []
    if _needs_network(inventory):
        ports = [{"protocol": "UDP", "port": 53}, {"protocol": "TCP", "port": 53}]
        everywhere = {"ipBlock": {"cidr": "0.0.0.0/0", "except": _PRIVATE}}
        egress = [
            {"to": [{"namespaceSelector": {}, "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}}}], "ports": ports},
            {"to": [everywhere], "ports": [{"protocol": "TCP", "port": _PORT}]},
        ]
        names = ", ".join(_hosts(inventory)) or "none that are constant"
        remarks.append(f"a NetworkPolicy knows no names: any public address may be reached on port {_PORT}; needed are: {names}")
    document = {
        "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": f"{_label(inventory)[:56]}-egress"},
        "spec": {"podSelector": {"matchLabels": {"app": _label(inventory)}}, "policyTypes": ["Egress"], "egress": egress},
    }  # fmt: skip
    return document, tuple(remarks)


def _cilium(inventory: Inventory) -> tuple[Any, tuple[str, ...]]:
    names = [{"matchPattern": host} if "*" in host else {"matchName": host} for host in _hosts(inventory) if not _is_number(host)]
    numbers = [f"{host}/32" for host in _hosts(inventory) if _is_number(host)]
    ports = [{"ports": [{"port": str(_PORT), "protocol": "TCP"}]}]
    egress: list[Any] = []
    if names:
        dns = {"matchLabels": {"k8s:io.kubernetes.pod.namespace": "kube-system", "k8s-app": "kube-dns"}}
        asked = [{"ports": [{"port": "53", "protocol": "ANY"}], "rules": {"dns": names}}]
        egress += [{"toEndpoints": [dns], "toPorts": asked}, {"toFQDNs": names, "toPorts": ports}]
    if numbers:
        egress.append({"toCIDR": numbers, "toPorts": ports})
    document = {
        "apiVersion": "cilium.io/v2", "kind": "CiliumNetworkPolicy", "metadata": {"name": f"{_label(inventory)[:56]}-egress"},
        "spec": {"endpointSelector": {"matchLabels": {"app": _label(inventory)}}, "egress": egress or [{}]},
    }  # fmt: skip
    return document, ()


def _toolhive(inventory: Inventory) -> tuple[Any, tuple[str, ...]]:
    hosts = [host.removeprefix("*") for host in _hosts(inventory)]
    ports = [_PORT] if _needs_network(inventory) else []
    outbound: dict[str, Any] = {"insecure_allow_all": False, "allow_host": hosts, "allow_port": ports}
    document = {"name": _label(inventory), "network": {"outbound": outbound}, "read": [], "write": []}
    files = sorted({one.kind for one in inventory.capabilities if one.kind == "file-write"})
    remarks = ("files are written: add the folders to `write`",) if files else ()
    return document, remarks


def _docker(inventory: Inventory) -> tuple[Any, tuple[str, ...]]:
    hosts = [f"{host}:{_PORT}" for host in _hosts(inventory) if "*" not in host]
    run: dict[str, Any] = {"allowHosts": hosts} if _needs_network(inventory) else {"disableNetwork": True}
    variables = [one.name for one in inventory.variables if not one.name.endswith("*")]
    document: dict[str, Any] = {"name": _label(inventory), "run": run}
    if variables:
        document["config"] = {"env": [{"name": name, "example": ""} for name in variables]}
    wide = [host for host in _hosts(inventory) if "*" in host]
    remarks = (f"allowHosts knows no patterns; name the hosts below {', '.join(wide)} that you use",) if wide else ()
    return document, remarks


def _clients(inventory: Inventory) -> tuple[Any, tuple[str, ...]]:
    server = {
        "allowed_tools": [tool.name for tool in inventory.tools],
        "allowed_hosts": _hosts(inventory),
        "allowed_env": [one.name for one in inventory.variables if one.name != "*"],
    }
    reads_all = any(variable.name == "*" for variable in inventory.variables)
    remarks = ("the whole environment is read, which this policy does not allow",) if reads_all else ()
    return {"mcp_servers": {inventory.name or "server": server}}, remarks


def _is_number(host: str) -> bool:
    return re.fullmatch(r"[\d.]+", host) is not None
