"""Hosts and URLs, as a browser reads them.

In: a text that code uses as an address. Out: `Address`, or None where no host can be read out of it.

    https://api.postmarkapp.com@evil.example/x   host evil.example, username_present
    http://0x7f.1/                               host 127.0.0.1, is_ip, is_loopback
    smtps://mail.example.com:465                 host mail.example.com, port 465
    //cdn.example.com/a    api.example.com:443   a scheme is not needed
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from mcp_sast.addresses.suffixes import public_suffix, registrable_domain

SPECIAL_SCHEMES = ("http", "https", "ws", "wss", "ftp")
_HOSTLESS = frozenset(("file", "data", "javascript", "mailto", "blob", "about", "node", "npm", "urn", "tel", "sms", "cid"))
_METADATA_HOSTS = frozenset((
    "169.254.169.254", "169.254.170.2", "169.254.170.23", "100.100.100.200", "fd00:ec2::254", "fd00:ec2::23",
    "metadata.google.internal", "metadata.goog", "metadata", "instance-data.ec2.internal",
))
_PRIVATE_ENDINGS = (".local", ".internal", ".lan", ".home.arpa", ".intranet", ".corp", ".test.internal")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_BARE = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\s/?#\\@:\[\]]+)(:[0-9]{1,5})?(?=[/?#\\]|$)")
_IGNORED_CHARACTERS = str.maketrans("", "", "\t\n\r")
_LEADING = "".join(map(chr, range(0x21)))
_LONGEST = 8192


@dataclass(frozen=True, slots=True)
class Address:
    """Where an address leads.

    `scheme` is "" where none was written. `host` is canonical: lower case, punycode, no trailing dot, IPv6 without brackets.
    `port` is None for the scheme's own. `registrable` and `public_suffix` count private suffixes and are the host itself for an
    IP. `is_private` covers loopback, private networks and names that no public resolver knows. `is_metadata`: a cloud's
    metadata service. `more_hosts`: further hosts of a list (`mongodb://a,b/db`).
    """

    scheme: str
    host: str
    port: int | None
    path: str
    username_present: bool
    registrable: str
    public_suffix: str
    is_ip: bool
    is_loopback: bool
    is_private: bool
    is_metadata: bool
    more_hosts: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def parse_url(text: str) -> Address | None:
    """The address that `text` stands for: a URL of any scheme with a host, `//host/path`, `host:port`, or a bare host name that
    has a dot (or is an IP, or localhost). None for relative paths, prose and schemes without a host."""
    cleaned = text[:_LONGEST].strip(_LEADING).translate(_IGNORED_CHARACTERS)
    scheme, rest = _split_scheme(cleaned)
    if rest is None:
        return None
    rest, more = _without_further_hosts(rest)
    if scheme == "" and not _plausible_bare(rest):
        return None
    return _parse_authority(scheme.lower(), rest, more)


def canonical_host(text: str) -> str | None:
    """A host as code names it (`hostname: "API.Example.com."`, `"[::1]"`) in canonical form; None if it is none."""
    trimmed = text.strip()
    if not trimmed or any(mark in trimmed for mark in "/?#\\@ "):
        return None
    if trimmed.count(":") > 1 and not trimmed.startswith("["):
        trimmed = f"[{trimmed}]"
    found = _parse_authority("", trimmed, ())
    return found.host if found else None


def _split_scheme(text: str) -> tuple[str, str | None]:
    """The scheme and what follows its slashes; (scheme, None) where no host can follow."""
    if text.startswith(("//", "\\\\", "/\\", "\\/")):
        return "https", text.lstrip("/\\")
    found = _SCHEME.match(text)
    if not found:
        return "", text
    scheme, rest = found[1].lower(), text[found.end():]
    if scheme in SPECIAL_SCHEMES:
        return scheme, rest.lstrip("/\\")  # a browser forgives any number of slashes, and backslashes
    if rest.startswith("//"):
        return scheme, None if scheme in _HOSTLESS else rest[2:]
    if rest[:1].isdigit():  # host:port
        return "", text
    return scheme, None


def _without_further_hosts(rest: str) -> tuple[str, tuple[str, ...]]:
    """Database drivers take `user@a:1,b:2/db`, which is no valid URL: read the first host, keep the others."""
    end = min((rest.find(mark) for mark in "/?#\\" if mark in rest), default=len(rest))
    authority = rest[:end]
    at = authority.rfind("@")
    hosts = authority[at + 1:].split(",")
    if len(hosts) == 1:
        return rest, ()
    more = tuple(found.host for found in (_parse_authority("", host, ()) for host in hosts[1:]) if found)
    return authority[:at + 1] + hosts[0] + rest[end:], more


def _plausible_bare(text: str) -> bool:
    found = _BARE.match(text)
    if not found:
        return False
    name, port = found[1], found[2]
    return name.startswith("[") or port is not None or name.lower() == "localhost" or ("." in name.strip(".") and ".." not in name)


def _parse_authority(scheme: str, rest: str, more: tuple[str, ...]) -> Address | None:
    import ada_url  # 20 ms, and many files hold no address

    # Drivers of other schemes read hosts much as browsers read those of ftp, whose default port is the rarest.
    browser_scheme = scheme if scheme in SPECIAL_SCHEMES else "ftp"
    try:
        url = ada_url.URL(f"{browser_scheme}://{rest}")
        host, host_type = url.hostname, url.host_type
        port, path, username = url.port, url.pathname, url.username
    except (ValueError, UnicodeError):
        return None
    host = host.rstrip(".")
    if not host or ".." in host or host.startswith("."):
        return None
    is_ip = host_type != ada_url.HostType.DEFAULT
    host, is_loopback, is_private = _classified_ip(host.strip("[]")) if is_ip else (host, *_classified_name(host))
    return Address(
        scheme=scheme, host=host, port=int(port) if port else None, path=path, username_present=bool(username),
        registrable=host if is_ip else registrable_domain(host), public_suffix=host if is_ip else public_suffix(host),
        is_ip=is_ip, is_loopback=is_loopback, is_private=is_private, is_metadata=host in _METADATA_HOSTS, more_hosts=more,
    )


def _classified_ip(host: str) -> tuple[str, bool, bool]:
    """The IP's canonical text (an IPv4 address inside IPv6 is that IPv4 address), whether it is loopback, whether private."""
    import ipaddress

    found = ipaddress.ip_address(host)
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    loopback = found.is_loopback or found.is_unspecified
    return str(found), loopback, loopback or found.is_private or found.is_link_local


def _classified_name(host: str) -> tuple[bool, bool]:
    loopback = host == "localhost" or host.endswith(".localhost") or host == "localhost.localdomain"
    return loopback, loopback or "." not in host or host.endswith(_PRIVATE_ENDINGS)
