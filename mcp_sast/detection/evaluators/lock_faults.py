"""Lockfiles that pin less than they seem to (`lockfile-integrity`).

In: a `Case`. Out: warnings for entries without a hash, from an unexpected source, with the address of another package, with two
hashes for one version, and for what is out of step with the manifest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote

from mcp_sast.detection.case import Case
from mcp_sast.detection.package_findings import finding_at
from mcp_sast.detection.registry_hosts import host_in, is_public
from mcp_sast.detection.rule import Rule
from mcp_sast.findings.finding import Finding
from mcp_sast.packages.statements import Dependency
from mcp_sast.packages.supply import Lock, LockEntry

NAME = "lock-faults"
_OF_THE_SOURCE = ("has a source", "has the source", "has the address", "has a repository")
_NOT_LOCKED = ("workspace:", "catalog:", "link:", "file:")
_MOST = 20  # of one kind in one lockfile; the last one tells how many more there are
_TARBALL = re.compile(r"//[^/]+/(.+)/-/[^/?#]+\.tgz")


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """Lockfile by lockfile."""
    for lock in case.supply.locks:
        for kind in (_without_hash(lock), _strange_sources(case, lock), _changed_hashes(lock), _out_of_step(case, lock)):
            found = list(kind)
            for number, (entry, why) in enumerate(found[:_MOST]):
                more = (
                    f" {len(found) - _MOST} more entries of the same kind follow."
                    if number == _MOST - 1 and len(found) > _MOST
                    else ""
                )
                place = entry.source_place if why.startswith(_OF_THE_SOURCE) else entry.place
                message = f"The lockfile's entry for {entry.name} {entry.version} {why}.{more}"
                yield finding_at(rule, "warning", place, message, subject=entry.name, other=f"{entry.version} {why[:60]}")
        yield from _missing(rule, case, lock)


def _without_hash(lock: Lock) -> Iterator[tuple[LockEntry, str]]:
    if not lock.hashes:
        return
    for entry in lock.entries:
        if not entry.integrity and not entry.local and not entry.from_git and entry.version:
            yield entry, "has no integrity hash: whatever its source answers is installed"


def _strange_sources(case: Case, lock: Lock) -> Iterator[tuple[LockEntry, str]]:
    configured = {host_in(one.value) for one in case.supply.settings}
    hosts = Counter(host_in(entry.source) for entry in lock.entries if entry.source and not entry.from_git)
    usual = hosts.most_common(1)[0][0] if hosts else ""
    asked_git = {one.name for one in case.package.dependencies if "git" in one.spec or "://" in one.spec or "/" in one.spec}
    for entry in lock.entries:
        host = host_in(entry.source)
        if entry.local:
            continue
        if entry.from_git:
            if lock.roots is not None and entry.name not in asked_git and entry.name in {name for name, _, _ in lock.roots}:
                yield entry, "has a repository as its source, which the manifest does not ask for"
            continue
        if entry.source.startswith("http://"):
            yield entry, "has a source without TLS"
        elif host and not is_public(host) and host not in configured and entry.name not in asked_git and host != usual:
            yield entry, f"has the source {host}, which no other setting or entry explains"
        named = _TARBALL.search(unquote(entry.source)) if lock.ecosystem == "npm" else None
        if (
            named is not None
            and not f"/{named[1].lower()}".endswith(f"/{entry.name.lower()}")
            and not _is_alias(case, lock, entry.name)
        ):
            yield entry, f"has the address of another package, {named[1]}"


def _is_alias(case: Case, lock: Lock, name: str) -> bool:
    """`"left": "npm:right@1.0.0"` in the manifest; below other packages only formats that say so know."""
    specs = [one.spec for one in case.package.dependencies if one.name == name] + [
        spec for n, spec, _ in lock.roots or () if n == name
    ]
    return any(spec.startswith("npm:") for spec in specs) or lock.format not in ("package-lock",)


def _changed_hashes(lock: Lock) -> Iterator[tuple[LockEntry, str]]:
    seen: dict[tuple[str, str, str], LockEntry] = {}
    for entry in lock.entries:
        if not entry.integrity or len(entry.integrity) > 1:
            continue
        algorithm = entry.integrity[0].partition("-")[0]
        first = seen.setdefault((entry.name, entry.version, algorithm + entry.source), entry)
        if first.integrity != entry.integrity:
            yield entry, "has another hash than the same version has elsewhere in the file"


def _out_of_step(case: Case, lock: Lock) -> Iterator[tuple[LockEntry, str]]:
    """Locked versions that the manifest's specification excludes."""
    asked = {_normal(one.name): one for one in _asked(case, lock)}
    top = _top_entries(lock)
    for name, dependency in asked.items():
        entry = top.get(name)
        if entry is not None and not entry.local and not entry.from_git and _excludes(lock, dependency.spec, entry.version):
            yield entry, f"is out of step with the manifest, which asks for {dependency.spec[:60]!r}"


def _top_entries(lock: Lock) -> dict[str, LockEntry]:
    """The entry of each name, where a name stands once; in package-lock files the one at the top."""
    counts = Counter(_normal(entry.name) for entry in lock.entries)
    return {name: entry for entry in lock.entries if counts[name := _normal(entry.name)] == 1}


def _asked(case: Case, lock: Lock) -> list[Dependency]:
    kinds = ("runtime", "optional", "dev") if lock.ecosystem == "npm" else ("runtime",)
    return [one for one in case.package.dependencies if one.kind in kinds and one.place is not None and _is_of(one, lock)]


def _is_of(dependency: Dependency, lock: Lock) -> bool:
    path = dependency.place.path if dependency.place is not None else ""
    return path.endswith("package.json") == (lock.ecosystem == "npm") and path.rpartition("/")[0] == lock.path.rpartition("/")[0]


def _excludes(lock: Lock, spec: str, version: str) -> bool:
    if lock.ecosystem == "npm":
        if not re.fullmatch(r"[\s\d.x*^~<>=|v-]+", spec) or not re.fullmatch(r"\d+\.\d+\.\d+", version):
            return False
        import nodesemver  # only a package with a lockfile needs it

        try:
            return not nodesemver.satisfies(version, spec, False)
        except Exception:  # the library raises whatever comes up for a range that it does not know
            return False
    from packaging.specifiers import InvalidSpecifier, SpecifierSet
    from packaging.version import InvalidVersion, Version

    try:
        return not SpecifierSet(spec.partition(";")[0].strip().strip("()")).contains(Version(version), prereleases=True)
    except (InvalidSpecifier, InvalidVersion):
        return False


def _missing(rule: Rule, case: Case, lock: Lock) -> Iterator[Finding]:
    """What the manifest asks for and the lockfile does not have, told at its line; what only the lockfile's root names, there."""
    if not lock.entries and lock.roots is None:
        return
    have = {_normal(entry.name) for entry in lock.entries}
    asked = _asked(case, lock)
    for dependency in asked:
        if dependency.kind != "runtime" or dependency.place is None or dependency.spec.startswith(_NOT_LOCKED):
            continue
        if _normal(dependency.name) not in have and ";" not in dependency.spec:
            message = f"{dependency.name} is missing in {lock.path}, though the manifest asks for it: it is installed unlocked."
            yield finding_at(rule, "warning", dependency.place, message, subject=dependency.name, other="missing")
    names = {one.name for one in case.package.dependencies}
    for name, spec, place in lock.roots or ():
        if names and name not in names and case.package.ecosystem == "npm":
            message = f"The lockfile's root asks for {name} {spec}, which the manifest does not: the two are out of step."
            yield finding_at(rule, "warning", place, message, subject=name, other=spec)


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
