"""Where a server was seen to connect to, against what was approved.

In: lines of `ss -tnp`, `lsof -i`, resolver and proxy logs (dnsmasq, unbound, Squid, mitmproxy), Hubble and other JSON lines, plain lists of
hosts or URLs; the approved hosts. Out: `Observed`: each destination outside, with time and process where the log has them, and the lines
that could not be read.

Numbers are resolved by the log's own answers alone: nobody is asked.
"""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from mcp_sast.addresses.host import canonical_host, parse_url
from mcp_sast.inventories.inventory import Inventory

_MOST_UNREADABLE = 20
_LONGEST_LINE = 20_000
_NAME = r"(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?\.)+[A-Za-z][A-Za-z0-9-]*\.?"
_ENDPOINT = re.compile(
    rf"(?:\[(?P<six>[0-9A-Fa-f:.]+)(?:%\w+)?\]|(?P<host>(?:\d{{1,3}}\.){{3}}\d{{1,3}}|{_NAME})):(?P<port>\d+|https?|\*)\Z"
)
_TIME = re.compile(
    r"^(?:\[?(\d{4}-\d\d-\d\d[T ][\d:.,+Z-]+)\]?|([A-Z][a-z]{2} +\d+ [\d:]{8})|\[?(\d{9,10}(?:\.\d+)?)\]?|(\d\d:\d\d:\d\d(?:\.\d+)?))\s"
)
_SS = re.compile(
    r"^(?:tcp\s+|udp\s+)?(?:ESTAB|SYN-SENT|TIME-WAIT|CLOSE-WAIT|FIN-WAIT-\d|LAST-ACK|UNCONN|LISTEN)\s+\d+\s+\d+\s+\S+\s+(?P<peer>\S+)"
    r"(?:\s+users:\(\(\"(?P<process>[^\"]+)\".*)?"
)
_LSOF = re.compile(r"^(?P<process>\S+)\s+\d+\s+\S+\s+\S+\s+IPv[46]\s.*?(?:TCP|UDP)\s+\S+->(?P<peer>\S+)")
_DNSMASQ_REPLY = re.compile(rf"\b(?:reply|cached|config)\s+(?P<name>{_NAME})\s+is\s+(?P<value>\S+)")
_DNSMASQ_QUERY = re.compile(rf"\bquery\[\w+\]\s+(?P<name>{_NAME})\s+from\b")
_UNBOUND = re.compile(rf"\binfo:\s+\S+\s+(?P<name>{_NAME})\s+(?:A|AAAA|HTTPS|SVCB|TXT|MX)\s+IN\b")
_SQUID = re.compile(r"^\S+\s+\d+\s+\S+\s+[A-Z_]+/\d+\s+\d+\s+(?P<method>[A-Z]+)\s+(?P<url>\S+)\s+\S+\s+[A-Z_]+/(?P<address>\S+)")
_REQUEST = re.compile(r"\b(?:GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS|CONNECT)\s+(?P<url>[^\s\"]+)")
_HEADERS = re.compile(r"^(?:State\s+Recv-Q|Netid\s|COMMAND\s+PID|#|//|\s*$)")
_IGNORED = re.compile(r"\b(?:(?:client|server) (?:connect|disconnect)|forwarded|started, version|using nameserver)\b")
_HOST_KEYS = ("host", "hostname", "server_name", "sni", "authority", "domain", "query_name", "qname", "dest_host",
              "destination_host", "url")  # fmt: skip
_ADDRESS_KEY = re.compile(r"(?:^|\.)(?:IP\.destination|dest_ip|dst_ip|destination_ip|remote_ip)$")
_TIME_KEYS = ("time", "timestamp", "ts", "@timestamp", "date")
_PROCESS_KEYS = ("process", "comm", "process_name", "exe", "binary", "pod_name")


@dataclass(frozen=True, slots=True, order=True)
class Seen:
    """A destination as a log has it: a name, or a number where the log names none for it."""

    host: str
    line: int
    time: str = ""
    process: str = ""


@dataclass(frozen=True, slots=True)
class Observed:
    """`outside`: destinations that nothing approved allows, each host's first. `destinations`: how many hosts were seen at all.
    `unreadable`: lines that no known format has, and the first of them."""

    outside: tuple[Seen, ...]
    destinations: int
    unreadable: int
    samples: tuple[tuple[int, str], ...]


def observe(lines: Iterable[str], approved: Iterable[Inventory]) -> Observed:
    """What a log shows, against approved inventories."""
    seen: list[Seen] = []
    names: dict[str, set[str]] = {}
    unreadable: list[tuple[int, str]] = []
    count = 0
    for number, line in enumerate(lines, 1):
        read = _read(line[:_LONGEST_LINE].rstrip("\r\n"), number, names)
        if read is None:
            count += 1
            if len(unreadable) < _MOST_UNREADABLE:
                unreadable.append((number, line[:120].rstrip()))
        else:
            seen.extend(read)
    allowed = {host for one in approved for host in _allowed(one)}
    first: dict[str, Seen] = {}
    hosts: set[str] = set()
    for one in seen:
        if _is_inside(one.host):
            continue
        known = {one.host} | names.get(one.host, set())
        hosts.add(one.host)
        if not any(_matches(name, allowed) for name in known):
            called = sorted(names.get(one.host, ()))
            host = f"{called[0]} ({one.host})" if called else one.host
            first.setdefault(host, Seen(host, one.line, one.time, one.process))
    return Observed(tuple(sorted(first.values())), len(hosts), count, tuple(unreadable))


def _allowed(inventory: Inventory) -> Iterator[str]:
    for host in inventory.hosts:
        if not host.host.startswith("<"):
            yield host.host.split("/", 1)[0].lower()


def _matches(host: str, allowed: set[str]) -> bool:
    if host in allowed:
        return True
    labels = host.split(".")
    return any(f"*.{'.'.join(labels[at:])}" in allowed for at in range(1, len(labels)))


def _is_inside(host: str) -> bool:
    """This machine and its own network: no other machine of the world."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".arpa")) or "." not in host
    return not address.is_global


def _read(line: str, number: int, names: dict[str, set[str]]) -> list[Seen] | None:
    """The destinations in a line; none for a line that is understood and names none, None for one that is not understood."""
    if _HEADERS.match(line):
        return []
    if line.lstrip().startswith("{"):
        return _read_json(line, number, names)
    stamp = _TIME.match(line)
    time = next((part for part in stamp.groups() if part), "") if stamp else ""
    for pattern in (_SS, _LSOF):
        match = pattern.match(line)
        if match:
            peer = _ENDPOINT.match(match["peer"])
            host = _clean(peer["six"] or peer["host"]) if peer else ""
            return [Seen(host, number, time, match["process"] or "")] if host else []
    reply = _DNSMASQ_REPLY.search(line)
    if reply:
        if (address := _number(reply["value"])) is not None:
            names.setdefault(address, set()).add(_clean(reply["name"]))
        return []
    for pattern in (_DNSMASQ_QUERY, _UNBOUND):
        if match := pattern.search(line):
            return [Seen(_clean(match["name"]), number, time)]
    if match := _SQUID.match(line):
        host = _of_url(match["url"])
        if host and (address := _number(match["address"])) is not None:
            names.setdefault(address, set()).add(host)
        return [Seen(host, number, time)] if host else None
    if match := _REQUEST.search(line):
        host = _of_url(match["url"])
        return [Seen(host, number, time)] if host else None
    if _IGNORED.search(line):
        return []
    host = _of_url(line.strip())
    return [Seen(host, number)] if host else None


def _read_json(line: str, number: int, names: dict[str, set[str]]) -> list[Seen] | None:
    try:
        whole = json.loads(line)
    except (ValueError, RecursionError):
        return None
    flat = dict(_flat(whole))
    time = next((str(flat[key]) for key in flat if key.rpartition(".")[2] in _TIME_KEYS and flat[key]), "")
    process = next((str(flat[key]) for key in flat if key.rpartition(".")[2] in _PROCESS_KEYS and "destination." not in key), "")
    query = next((str(flat[key]) for key in flat if key.endswith("dns.query")), "")
    addresses = [found for key in flat if re.search(r"dns\.ips\.\d+$", key) and (found := _number(str(flat[key]))) is not None]
    for address in addresses:
        names.setdefault(address, set()).add(_clean(query))
    if any(str(flat[key]).upper() == "INGRESS" for key in flat if key.endswith("traffic_direction")):
        return []
    hosts = [_clean(query)] if query else _named(flat)
    if not hosts:
        address = next((n for key in flat if _ADDRESS_KEY.search(key) and (n := _number(str(flat[key]))) is not None), "")
        under = (_of_url(str(flat[key])) for key in flat if key.rpartition(".")[2].lower() in _HOST_KEYS and "source." not in key)
        name = next((host for host in under if host), "")
        if address and name and name != address:
            names.setdefault(address, set()).add(name)
        hosts = [one for one in (name or address,) if one]
    return [Seen(host, number, time, process) for host in hosts] if hosts else None


def _named(flat: dict[str, Any]) -> list[str]:
    return [_clean(str(flat[key])) for key in flat if re.search(r"(?:^|\.)destination_names\.\d+$", key)]


def _flat(value: Any, depth: int = 0, prefix: str = "") -> Iterator[tuple[str, Any]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        path = f"{prefix}.{key}" if prefix else str(key)
        if isinstance(inner, (dict, list)) and depth < 8:
            yield from _flat(inner, depth + 1, path)
        else:
            yield path, inner


def _of_url(text: str) -> str:
    """The host of a URL, of `host:port` or of a bare host; "" if it is none."""
    if "://" in text:
        address = parse_url(text)
        return address.host.strip("[]") if address is not None else ""
    bare = text.split("/", 1)[0]
    endpoint = _ENDPOINT.match(bare)
    if endpoint:
        return _clean(endpoint["six"] or endpoint["host"])
    if _number(bare) is not None:
        return bare
    return _clean(bare) if re.fullmatch(_NAME, bare) else ""


def _clean(host: str) -> str:
    return (canonical_host(host.rstrip(".")) or host.rstrip(".").lower()).strip("[]")


def _number(text: str) -> str | None:
    try:
        return str(ipaddress.ip_address(text.strip("[]")))
    except ValueError:
        return None
