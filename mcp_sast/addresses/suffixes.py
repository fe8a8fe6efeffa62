"""Registrable domains and private suffixes, by the public suffix list.

In: a host in its canonical form (lower case, ASCII, no trailing dot). Out: its public suffix and its registrable domain.

The list's file is the one that `publicsuffixlist` ships; the matching is done here, because building that library's index takes
30 ms of every scan while splitting the file into two sets takes 5.

    a.shop.example.co.uk   public suffix co.uk        registrable example.co.uk   private suffix -
    evil.vercel.app        public suffix vercel.app   registrable evil.vercel.app private suffix vercel.app
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

_PRIVATE_SECTION = "===BEGIN PRIVATE DOMAINS==="


class Suffix(NamedTuple):
    """`labels` of the host belong to the suffix; `private` if a private party, not a registry, hands out names below it; `known`
    if the list has a rule for it at all."""

    labels: int
    private: bool
    known: bool


@cache
def _rules() -> tuple[frozenset[str], frozenset[str]]:
    """The registries' rules and the private ones, as they stand in the list (comments are harmless: no host looks like one)."""
    from publicsuffixlist import PSLFILE

    text = Path(PSLFILE).read_text(encoding="utf-8")
    registries, _, private = text.partition(_PRIVATE_SECTION)
    return frozenset(registries.splitlines()), frozenset(private.splitlines())


def _unicode_labels(host: str) -> list[str]:
    if "xn--" not in host:
        return host.split(".")
    import ada_url  # the list holds names in Unicode

    return ada_url.idna_to_unicode(host.encode("ascii")).split(".")


@lru_cache(maxsize=8192)
def _suffix(host: str) -> Suffix:
    labels = _unicode_labels(host)
    registries, private = _rules()
    count = len(labels)
    for start in range(count):  # the longest rule wins
        name = ".".join(labels[start:])
        wild = "*." + ".".join(labels[start + 1:])
        for rules, is_private in ((registries, False), (private, True)):
            if "!" + name in rules:
                return Suffix(count - start - 1, is_private, True)
            if name in rules or (start + 1 < count and wild in rules):
                return Suffix(count - start, is_private, True)
    return Suffix(1, False, False)


def public_suffix(host: str) -> str:
    """The part of the host under which anybody can get a name ("com", "co.uk", "vercel.app")."""
    return ".".join(host.split(".")[-_suffix(host).labels:])


def registrable_domain(host: str) -> str:
    """The public suffix and one label more, private suffixes included; the host itself where there is no such label.

    "api.x.example.com" → "example.com", "a.b.vercel.app" → "b.vercel.app", "localhost" → "localhost". Not for IP addresses.
    """
    labels = host.split(".")
    return ".".join(labels[-(_suffix(host).labels + 1):])


def private_suffix(host: str) -> str | None:
    """The private suffix that the host lies under or is ("vercel.app"): the label before it names a tenant. Else None."""
    found = _suffix(host)
    return ".".join(host.split(".")[-found.labels:]) if found.private else None


def is_bare_suffix(host: str) -> bool:
    """Whether the host is itself a public suffix of a registry ("com", "co.uk"): it says nothing about an owner."""
    found = _suffix(host)
    return not found.private and found.labels == host.count(".") + 1
