"""Local files that leave the machine (`file-exfiltration`).

In: a `Case`. Out: a finding for each file and destination: any file to a host that is neither declared nor explained; a credential
file to any host but those of the service it is for; not the package's own store of tokens, which it writes itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mcp_sast.detection.case import Case
from mcp_sast.detection.leaks import Leak, decides, finding, only_logs_in, undeclared_level
from mcp_sast.detection.rule import Rule
from mcp_sast.effects.effect import Datum, Destination
from mcp_sast.effects.paths import PACKAGE
from mcp_sast.findings.finding import Finding, Level
from mcp_sast.knowledge.secret_places import SecretPlace, load_secret_places

NAME = "file-flow"

# Programs that print what a file holds.
_READERS = re.compile(
    r"(?:^|[|;&/\s])(cat|type|head|tail|less|more|base64|xxd|od|strings|tar|zip|gzip|sqlite3|awk|sed|grep|Get-Content|gc)\s"
)
_CONFIGURATION = re.compile(
    r"(config|settings|credential|token|auth|session)|\.(json|ya?ml|toml|ini|cfg|conf|env|rc)\b|rc$", re.IGNORECASE
)
_FARTHEST_UP = 3


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """Each file of each effect against each destination."""
    kept = {path for change in case.file_changes if change.kind != "delete" for path in change.paths}
    for effect in case.effects:
        for datum in (d for d in effect.data if _is_file(d)):
            place = _secret_place(datum)
            if _is_shipped(datum) or decides(datum, effect):
                continue
            for destination in effect.destinations:
                level = _level(datum, place, destination)
                if level is not None and not (destination.is_allowed and datum.paths and kept.issuperset(datum.paths)):
                    what, source = _words(datum, place)
                    yield finding(rule, case, Leak(effect, datum, destination, level, f"{what} is", f"reads {source}", source))


def _is_file(datum: Datum) -> bool:
    """A file that is read, or what a child process reads out of one."""
    if datum.kind == "process-output":
        return any(_READERS.search(f"{line} ") for line in datum.paths)
    return datum.kind == "file"


def _secret_place(datum: Datum) -> SecretPlace | None:
    places = load_secret_places()
    paths = datum.paths or ((datum.name,) if datum.name not in ("", "?") else ())
    return next((place for path in paths if (place := places.at(path)) is not None), None)


def _is_shipped(datum: Datum) -> bool:
    """Is every path one in the package itself?"""
    return bool(datum.paths) and all(path.startswith(PACKAGE) and path.count("..") < _FARTHEST_UP for path in datum.paths)


def _level(datum: Datum, place: SecretPlace | None, destination: Destination) -> Level | None:
    if not destination.is_outside:
        return None
    if place is None:
        level = undeclared_level(destination)
        return None if level is not None and only_logs_in(datum) and _is_configuration(datum) else level
    if _is_meant_for(datum, place, destination):
        return None
    return "error" if destination.judgement is not None or destination.explained else "warning"


def _is_meant_for(datum: Datum, place: SecretPlace, destination: Destination) -> bool:
    """May the values of a credential file go there to log in: to its service, or, for an environment file, to an allowed host?"""
    if not only_logs_in(datum):
        return False
    service = destination.judgement.service if destination.judgement is not None else ""
    return service in place.services or (not place.services and destination.is_allowed)


def _is_configuration(datum: Datum) -> bool:
    return any(_CONFIGURATION.search(path) for path in datum.paths)


def _words(datum: Datum, place: SecretPlace | None) -> tuple[str, str]:
    """How the message names the file, and how the finding's source does."""
    path = next((p for p in datum.paths if p.strip("…/ ")), "")
    if datum.kind == "process-output":
        return f"What `{path}` prints of a local file", f"`{path}`"
    shown = path or "a local file"
    if place is not None:
        return f"The content of {shown} ({place.what})", shown
    return f"The content of {shown}", shown
