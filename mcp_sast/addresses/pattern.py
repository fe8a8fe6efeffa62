"""What is certain about the host of an address that has holes.

In: the parts of a string, None for each part that is not known. Out: `HostPattern`.

    ["https://api.example.com/v1/", None]          host api.example.com, complete
    ["https://", None, ".example.com/x"]           suffix example.com, complete: a label before a constant domain
    ["https://api.example.com", None]              host api.example.com, not complete: the hole may go on with the host
    ["https://api.example.com@", None]             nothing
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mcp_sast.addresses.host import SPECIAL_SCHEMES, parse_url
from mcp_sast.addresses.suffixes import is_bare_suffix

_HOLE = "\ufffc"  # stands for a hole while the parts are one text; no host can hold it
_SCHEME_AND_SLASHES = re.compile(rf"([A-Za-z][A-Za-z0-9+.\-]*{_HOLE}?|{_HOLE}):(//|)|//")
_END_OF_AUTHORITY = re.compile(r"[/?#\\]")
_HOST_TEXT = re.compile(r"[^\s/?#\\@:]+")
_CONTROL = str.maketrans("", "", "\t\n\r" + _HOLE)
_LONGEST = 8192


@dataclass(frozen=True, slots=True)
class HostPattern:
    """`host`: the host, if its text is known. `suffix`: the constant domain behind an unknown label, if only that is known.
    `complete`: no hole can change it; if false, a hole directly behind the host may go on with it ("base + path" is written
    like that, and so is "base + '.evil.example'"). `prefix`: the constant text of the address up to its first hole, "" if a
    suffix is all that is known. `scheme`: "" if not known."""

    host: str | None = None
    suffix: str | None = None
    complete: bool = False
    prefix: str = ""
    scheme: str = ""


_UNKNOWN = HostPattern()


def certain_host(parts: Sequence[str | None]) -> HostPattern:
    """Decide what of the host of an address is certain. Holes are None."""
    text = "".join(_HOLE if part is None else part.translate(_CONTROL) for part in parts)[:_LONGEST].lstrip()
    if _HOLE not in text:
        found = parse_url(text)
        return HostPattern(found.host, None, True, text, found.scheme) if found else _UNKNOWN
    scheme, start = _start_of_authority(text)
    if start is None:
        return _bare(text)
    end = _END_OF_AUTHORITY.search(text, start)
    authority = text[start:end.start() if end else len(text)]
    prefix = text[:text.index(_HOLE)]
    if _HOLE not in authority:
        found = parse_url(f"{scheme or 'https'}://{authority}")
        return HostPattern(found.host, None, True, prefix, scheme) if found else _UNKNOWN
    return _open_authority(scheme, authority, prefix)


def _start_of_authority(text: str) -> tuple[str, int | None]:
    """The scheme ("" if it holds a hole or is absent) and where the authority starts; None if the text is no URL with a scheme."""
    found = _SCHEME_AND_SLASHES.match(text)
    if not found:
        return "", None
    scheme = (found[1] or "").lower()
    if scheme in SPECIAL_SCHEMES or found[0] == "//":
        start = found.end()
        while start < len(text) and text[start] in "/\\":
            start += 1
        return scheme, start
    if not found[2]:
        return "", None
    return "" if _HOLE in scheme else scheme, found.end()


def _bare(text: str) -> HostPattern:
    """A text without scheme: `host/path…` or `host:port/…` whose authority ends ahead of the first hole."""
    prefix = text[:text.index(_HOLE)]
    if _END_OF_AUTHORITY.search(prefix):
        found = parse_url(prefix)
        return HostPattern(found.host, None, True, prefix) if found else _UNKNOWN
    return _UNKNOWN


def _open_authority(scheme: str, authority: str, prefix: str) -> HostPattern:
    """The authority has a hole: a constant host may stand behind it (`user:{}@host`), end it (`{}.host`) or precede it."""
    at = authority.rfind("@")
    if at >= 0:
        behind = authority[at + 1:]
        if _HOLE not in behind:
            return _known(scheme, behind, True, "")
        authority, prefix = behind, ""
    before, after = authority[:authority.index(_HOLE)], authority[authority.rindex(_HOLE) + 1:]
    host_behind = _HOST_TEXT.match(after)
    if host_behind:
        return _suffix(scheme, host_behind[0])
    name, colon, port = before.partition(":")
    if not name or name.endswith((".", "-", "[")) or "[" in name:
        return _UNKNOWN
    if "." not in name and name.lower() != "localhost":
        return _UNKNOWN
    return _known(scheme, name, bool(colon and port.isdigit()), prefix)


def _known(scheme: str, authority: str, complete: bool, prefix: str) -> HostPattern:
    found = parse_url(f"{scheme or 'https'}://{authority}")
    return HostPattern(found.host, None, complete, prefix, scheme) if found else _UNKNOWN


def _suffix(scheme: str, text: str) -> HostPattern:
    """`.example.com` behind a hole is a constant domain; of `-api.example.com` the first label is the hole's too."""
    domain = text.partition(".")[2]
    found = parse_url(f"https://{domain}") if domain else None
    if not found or found.is_ip or is_bare_suffix(found.host):
        return _UNKNOWN
    return HostPattern(None, found.host, True, "", scheme)
