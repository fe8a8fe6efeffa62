"""Packages that look like a service's own server and are somebody else's (`service-impersonation`).

In: a `Case`. Out: at most one warning a package, at its name.

A name claims a service if it begins with one of its brands and holds nothing else but words that every server may have
(`postmark-mcp`, `stripe-mcp-server`), or if the package calls itself official. `mcp-postmark` says what a server is for, which countless
honest ones do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mcp_sast.detection.case import Case
from mcp_sast.detection.package_findings import finding_at
from mcp_sast.detection.rule import Rule
from mcp_sast.findings.finding import Finding
from mcp_sast.knowledge.identity import repository_owner, scope_of, words_of
from mcp_sast.knowledge.service import Service
from mcp_sast.knowledge.well_known import well_known
from mcp_sast.packages.statements import Package

NAME = "service-claim"
_COMMON = frozenset({
    "mcp", "server", "servers", "the", "official", "tool", "tools", "client", "connector", "integration", "api", "sdk",
    "agent", "ai", "js", "ts", "py", "python", "node", "app", "inc", "io", "hq", "com", "dev", "toolkit", "model",
    "context", "protocol", "plugin", "service",
})  # fmt: skip
_DISCLAIMS = re.compile(
    r"\bun-?official|\bcommunity|\bthird[- ]party|\bnot (?:an? )?(?:official|affiliated|associated|endorsed|made|maintained|supported)"
    r"|\bnon-?official|\bno affiliation|\bindependent(?:ly)?\b|\bfan-made|\bpersonal (?:project|server|fork)|\bis a trademark",
    re.IGNORECASE,
)
_OFFICIAL = re.compile(r"(?<!un)(?<!non-)\bofficial\b", re.IGNORECASE)
_NAMED_SO = frozenset({"unofficial", "community", "fan", "personal", "alternative", "3rdparty"})
_MOST_PROSE = 20_000


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """The first service that the name claims without being its."""
    package = case.package
    if (
        not package.name
        or package.name_place is None
        or package.ecosystem == "none"
        or well_known().find(package.name, package.ecosystem)
    ):
        return
    words = words_of(package.name)
    if set(words) & _NAMED_SO or _disclaims(package):
        return
    for service in case.knowledge.services:
        brand = _claimed(service, package)
        if brand and service.publishers and not _is_of(service, package):
            who = (
                package.authors[0]
                if package.authors
                else repository_owner(package.repository) or scope_of(package.name) or "nobody named"
            )
            message = (
                f"{package.name} looks like the server of {brand}, but neither scope nor author nor the repository's owner is "
                f"that service's ({who[:80]}), and nothing says that it is unofficial."
            )
            yield finding_at(
                rule, "warning", package.name_place, message, subject=package.name, other=service.id, confidence="medium"
            )
            return


def _claimed(service: Service, package: Package) -> str:
    """The brand that the name claims, "" if it claims none."""
    scope, bare = scope_of(package.name), package.name.rpartition("/")[2]
    words = list(words_of(bare))
    official = _OFFICIAL.search(package.description) is not None or "official" in words_of(package.name)
    for brand in service.brands:
        parts = brand.split("-")
        if scope:
            # A scope of one's own says whose it is, unless it dresses up as the service.
            around = list(words_of(scope))
            if around[: len(parts)] == parts and not set(around[len(parts) :]) - _COMMON and scope not in service.publishers:
                return brand
            continue
        starts = words[: len(parts)] == parts
        rest = set(words[len(parts) :]) if starts else set(words) - set(parts)
        holds = starts or "-" + brand + "-" in "-" + "-".join(words) + "-"
        if (starts and rest and rest <= _COMMON) or (holds and official and bool(set(words) & {"mcp", "server"})):
            return brand
    return ""


def _is_of(service: Service, package: Package) -> bool:
    """Whether scope, repository or author is the service's, by the table of services."""
    owners = {scope_of(package.name), repository_owner(package.repository)}
    if owners & set(service.publishers):
        return True
    compact = {
        re.sub(r"(?:hq|labs?|inc|ai|io|app|dev|com|official|team|core|mcp)$", "", re.sub(r"[^a-z0-9]", "", one))
        for one in owners
        if one
    }
    hosts = [host.host for host in package.declared_hosts if host.tier in ("metadata", "manifest")]
    is_named = bool(compact & {brand.replace("-", "") for brand in service.brands})
    if is_named and any(_lies_in(host, service) for host in hosts):
        return True
    for author in package.authors:
        mail = re.search(r"@([\w.-]+)", author)
        if mail is not None:
            if _lies_in(mail[1].lower(), service):
                return True
        elif set(service.brands) & set(words_of(author)) and len(words_of(author)) <= 3:
            return True
    return False


def _lies_in(host: str, service: Service) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in service.domains)


def _disclaims(package: Package) -> bool:
    texts = [package.description, *package.keywords, *(document.text[:_MOST_PROSE] for document in package.documents)]
    return any(_DISCLAIMS.search(text) for text in texts)
