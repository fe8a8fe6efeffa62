"""What of a datum is a credential that was obtained at run time, and who issued it.

In: a `Case`, the data of effects. Out: `Credential`s: what it is, and the destinations of the request whose answer it was read from.

    (await (await fetch(LOGIN, …)).json()).access_token     issued by the host of LOGIN
    keyring.get_password("forge", user)                     from the keychain
    pyperclip.paste(), ImageGrab.grab()                     captured
    extra.requestInfo.headers.authorization                 the client's
    fetch("http://169.254.169.254/latest/…")                of the cloud this machine runs in
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from mcp_sast.dataflow.values import Constant, Site
from mcp_sast.detection.case import Case
from mcp_sast.effects.effect import Datum, Destination, Effect

Origin = Literal["answer", "keychain", "captured", "client", "machine"]

_LOGIN_PATHS = re.compile(
    r"/(?:oauth2?|o/token|token|tokens|log-?in|sign-?in|sessions?|authenticate|auth/(?:token|refresh|session))(?:[/?#.]|$)"
)
_CAPTURED = frozenset({"clipboard", "screen", "keyboard"})
_CLIENT_HEADERS = frozenset({"authorization", "cookie", "authinfo", "access_token", "accesstoken"})
_NAMED_LOGINS = re.compile(r"token|jwt|cookie|session|secret|password|key|credential|authorization", re.IGNORECASE)
# Programs that print a credential, or what is on clipboard or screen.
_KEYCHAIN_PROGRAMS = re.compile(
    r"(?:^|[|;&/\s])(?:security\s+(?:-\S+\s+)*(?:find-(?:generic|internet)-password|dump-keychain|export)|secret-tool\s+(?:lookup|search)"
    r"|gh\s+auth\s+(?:token|status)|gcloud\s+auth\s+(?:application-default\s+)?print-(?:access|identity)-token"
    r"|az\s+account\s+get-access-token|aws\s+(?:configure\s+(?:get|export-credentials)|sts\s+get-session-token)|git\s+credential(?:\s+|-\S+\s+)(?:fill|get)"
    r"|op\s+(?:read|item\s+get)|pass\s+show|bw\s+(?:get|list)|vault\s+(?:read|kv\s+get)|kubectl\s+get\s+secrets?|cmdkey|kwallet-query)\b"
)
_CAPTURING_PROGRAMS = re.compile(
    r"(?:^|[|;&/\s])(pbpaste|xclip|xsel|wl-paste|Get-Clipboard|screencapture|scrot|gnome-screenshot|grim|xwd)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Credential:
    """`what` begins a message, `source` identifies it. `issuers`: where the request went whose answer it is."""

    origin: Origin
    what: str
    source: str
    issuers: tuple[Destination, ...] = ()


class Credentials:
    """One for each evaluation."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._asked: dict[Site, list[Effect]] = {}
        for effect in case.effects:
            self._asked.setdefault(effect.site, []).append(effect)
        self._logins: dict[Site, bool] = {}

    def of(self, datum: Datum) -> Credential | None:
        """The credential that a datum is, None if it is none."""
        if datum.kind == "credential":
            return _obtained(datum.name.partition(".")[0])
        if datum.kind == "process-output":
            return _printed(datum)
        if datum.kind == "request-context":
            members = datum.name.lower().replace("-", "_").split(".")
            found = not _CLIENT_HEADERS.isdisjoint(members)
            return Credential("client", "The authorisation that the client sent", "authorization") if found else None
        return self._answer(datum) if datum.kind == "response" else None

    def _answer(self, datum: Datum) -> Credential | None:
        effects = self._asked.get(datum.site, [])
        issuers = tuple(dict.fromkeys(d for effect in effects for d in effect.destinations))
        if any(d.judgement is not None and d.judgement.tier == "metadata" for d in issuers):
            return Credential("machine", "What the metadata service of the cloud says", "metadata service", issuers)
        if not issuers:
            return None
        if _NAMED_LOGINS.search(datum.name):
            return Credential("answer", f"The {datum.name} of an answer of {_names(issuers)}", datum.name, issuers)
        if self._is_login(datum.site, effects):
            return Credential("answer", f"The answer to a login at {_names(issuers)}", "login", issuers)
        return None

    def _is_login(self, site: Site, effects: list[Effect]) -> bool:
        """Does the request ask for a token or session: by its path, or by what it sends?"""
        known = self._logins.get(site)
        if known is None:
            known = any(_LOGIN_PATHS.search(d.url) for e in effects for d in e.destinations) or any(self._grants(e) for e in effects)
            self._logins[site] = known
        return known

    def _grants(self, effect: Effect) -> bool:
        given = effect.reached.event.arguments
        values = (*given.positional, *(v for _, v in given.keywords))
        for value in values:
            for trace in self._case.traces(value, lambda v: isinstance(v, Constant) and isinstance(v.value, str)):
                labels = {entry.label for entry in trace.entries}
                text = trace.leaf.value if isinstance(trace.leaf, Constant) else ""
                if "grant_type" in labels or "grantType" in labels or (isinstance(text, str) and "grant_type=" in text):
                    return True
        return False


def _obtained(kind: str) -> Credential:
    """What a library gave; `kind` as models name it."""
    if kind == "authorization":
        return Credential("client", "The authorisation that the client sent", kind)
    if kind == "login":
        return Credential("answer", "A token that a login gave", kind)
    if kind in _CAPTURED:
        return Credential("captured", f"What was read from the {kind}", kind)
    return Credential("keychain", "An entry of the keychain", "keychain")


def _printed(datum: Datum) -> Credential | None:
    for line in datum.paths:
        if _KEYCHAIN_PROGRAMS.search(f"{line} "):
            return Credential("keychain", f"What `{line}` prints of a keychain", f"`{line}`")
        if _CAPTURING_PROGRAMS.search(f"{line} "):
            return Credential("captured", f"What `{line}` reads from clipboard or screen", f"`{line}`")
    return None


def _names(issuers: tuple[Destination, ...]) -> str:
    hosts = sorted({d.host for d in issuers if d.host})
    return hosts[0] if len(hosts) == 1 else "a login"
