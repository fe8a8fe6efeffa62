"""Credentials obtained at run time that leave for somebody else (`credential-exfiltration`).

In: a `Case`. Out: a finding for each credential (token of an answer, login answer, keychain entry, cookie, the client's authorisation
header; what was read from clipboard, screen or keyboard) and each host that neither issued it nor is the one that it is meant for.
"""

from __future__ import annotations

from collections.abc import Iterator

from mcp_sast.detection.case import Case
from mcp_sast.detection.credentials import Credential, Credentials
from mcp_sast.detection.leaks import Leak, decides, finding, only_logs_in, undeclared_level
from mcp_sast.detection.rule import Rule
from mcp_sast.effects.effect import Datum, Destination
from mcp_sast.findings.finding import Finding, Level

NAME = "credential-flow"
_CLOUDS = frozenset({"aws", "amazon", "google", "microsoft", "azure"})
# What says that the package is made for a host; that its documentation names one does not make that host the issuer.
_OWN_TIERS = frozenset({"policy", "manifest", "identity"})


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """Each credential of each effect against each destination."""
    credentials = Credentials(case)
    for effect in case.effects:
        for datum in effect.data:
            credential = credentials.of(datum)
            if credential is None or decides(datum, effect):
                continue
            for destination in effect.destinations:
                level = _level(case, datum, credential, destination)
                if level is not None:
                    first = f"{credential.source} is obtained"
                    yield finding(
                        rule, case, Leak(effect, datum, destination, level, f"{credential.what} is", first, credential.source)
                    )


def _level(case: Case, datum: Datum, credential: Credential, destination: Destination) -> Level | None:
    judgement = destination.judgement
    if not destination.is_outside or (judgement is not None and judgement.tier == "private"):
        return None
    if credential.issuers and _is_issuer(case, credential, destination):
        return None
    if credential.origin == "machine":
        cloud = judgement is not None and judgement.service in _CLOUDS
        return None if cloud and only_logs_in(datum) else "error"
    if not destination.is_allowed:
        return undeclared_level(destination)
    if destination.explained:
        return None
    return "error" if _is_for_another(datum, credential, destination) else None


def _is_issuer(case: Case, credential: Credential, destination: Destination) -> bool:
    """Is it the issuer, a declared host of the issuer's domain or service, or one that its answer names?"""
    mine = destination.judgement
    registrable = case.declarations.knowledge.registrable
    for issuer in credential.issuers:
        if issuer.host is not None and issuer.host == destination.host:
            return True
        if issuer.host is None:
            if destination.host is None and issuer.explained == destination.explained:
                return True
            continue
        if issuer.host in {origin.host for origin in destination.origins}:
            return True
        theirs = issuer.judgement
        if mine is None or theirs is None or not (mine.declared or not theirs.declared):
            continue
        if registrable(mine.host) == registrable(theirs.host) or (mine.service and mine.service == theirs.service):
            return True
    return False


def _is_for_another(datum: Datum, credential: Credential, destination: Destination) -> bool:
    """To a declared host that did not issue it: documentation of a host does not make a credential one of its own."""
    judgement = destination.judgement
    if judgement is None:
        return False
    if credential.origin == "captured":
        return credential.source == "keyboard"
    if credential.origin == "answer":
        known = [issuer for issuer in credential.issuers if issuer.host is not None]
        if not known or len(known) < len(credential.issuers):
            return False
        return not (judgement.tier in _OWN_TIERS and only_logs_in(datum))
    return judgement.tier not in _OWN_TIERS and not only_logs_in(datum)
