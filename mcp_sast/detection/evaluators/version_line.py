"""Versions that don't belong to their line (`version-jump`).

In: a `Case`. Out: a warning where the package's version is far ahead of its changelog, its lockfile or what its server says of itself, and
where a lockfile has a dependency at a version far ahead of what the manifest asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mcp_sast.detection.case import Case
from mcp_sast.detection.package_findings import finding_at
from mcp_sast.detection.rule import Rule
from mcp_sast.detection.versions import Release, is_absurd, is_calendar, is_far_ahead, release_of
from mcp_sast.findings.finding import Finding, Related
from mcp_sast.findings.place import Place

NAME = "version-line"
_HEADING = re.compile(
    rb"^(?:#{1,4}[ \t]*|[ \t]*)\W{0,2}(?:[Vv]ersion|[Rr]elease)?[ \t]*\W{0,2}v?(\d{1,8}\.\d{1,8}(?:\.\d{1,8})?)[^\n]*$",
    re.MULTILINE,
)
_PLACEHOLDERS = frozenset({(0, 0, 0), (0, 0, 1), (0, 1, 0), (1, 0, 0)})


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """The package's own version, then those of locked dependencies."""
    own, place = release_of(case.package.version), case.package.version_place
    if own is not None and place is not None:
        known = _known(case, own)
        if known is not None and is_far_ahead(own, known[0]):
            version, at, where = known
            text = ".".join(map(str, version))
            message = f"The package calls itself {case.package.version}, but {where} knows {text} as the last version of its line."
            yield finding_at(
                rule, "warning", place, message, subject=case.package.version, other=text, related=(Related(at, where),)
            )
    yield from _locked(rule, case)


def _known(case: Case, own: Release) -> tuple[Release, Place, str] | None:
    """The highest version below the package's own that a changelog names, else what the lockfile or the server says."""
    for path, data in case.supply.texts:
        found = [(version, match) for match in _HEADING.finditer(data) if (version := release_of(match[1].decode())) is not None]
        lower = [(version, match) for version, match in found if version < own and not is_calendar(version)]
        if lower:
            version, match = max(lower, key=lambda one: one[0])
            return version, Place(path, match.start(1), match.end(1)), "the changelog"
        if found:
            return None
    for server in case.servers:
        version = release_of(server.version)
        if version is not None and version not in _PLACEHOLDERS and version < own:
            return version, case.place_of(server.site), "the server"
    return None


def _locked(rule: Rule, case: Case) -> Iterator[Finding]:
    asked = {_normal(one.name): one.spec for one in (*case.supply.requirements, *case.package.dependencies) if one.spec}
    for lock in case.supply.locks:
        wanted = {_normal(name): spec for name, spec, _ in lock.roots or ()}
        for entry in lock.entries:
            spec = asked.get(_normal(entry.name), wanted.get(_normal(entry.name), ""))
            bound = _line_of(spec)
            version = release_of(entry.version)
            if bound is None or version is None or entry.local:
                continue
            known, is_open = bound
            if is_absurd(version, known) or (not is_open and is_far_ahead(version, known)):
                message = f"The lockfile has {entry.name} {entry.version}, far ahead of {spec!r}, which the manifest asks for."
                yield finding_at(rule, "warning", entry.version_place, message, subject=entry.name, other=entry.version)


def _line_of(spec: str) -> tuple[Release, bool] | None:
    """The version that a specification names, and whether it takes any later one."""
    found = re.search(r"(>=|>|\^|~=|~|==|=|@)?\s*v?(\d+(?:\.\d+){0,2})", spec.partition(";")[0])
    release = release_of(found[2]) if found else None
    return (release, bool(found and found[1] in (">=", ">") and "<" not in spec)) if release is not None else None


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
