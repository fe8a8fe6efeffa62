"""Names that a public registry may answer for instead of a private one (`dependency-confusion`).

In: a `Case`. Out: errors: at the setting that adds an index beside the public one; at a dependency whose private scope no registry is
set for; at a lockfile's entry that came from somewhere else than its scope's registry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mcp_sast.detection.case import Case
from mcp_sast.detection.package_findings import finding_at
from mcp_sast.detection.registry_hosts import host_in, is_public
from mcp_sast.detection.rule import Rule
from mcp_sast.findings.finding import Finding, Related
from mcp_sast.knowledge.well_known import well_known
from mcp_sast.packages.statements import Dependency
from mcp_sast.packages.supply import Lock, LockEntry, RegistrySetting

NAME = "registry-confusion"
_PRIVATE = frozenset({"internal", "private", "corp", "intranet", "inhouse", "confidential"})
_SAYS_PRIVATE = re.compile(r"\b(?:internal|private|in-house|intranet|our own registry)\b", re.IGNORECASE)
_LOCAL_SPECS = ("workspace:", "file:", "link:", "portal:", "git", "http", "github:", "catalog:")
_UNSAFE = ("unsafe-best-match", "unsafe-first-match")


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """Settings, then dependencies, then lockfiles."""
    yield from _settings(rule, case)
    yield from _scopes(rule, case)
    for lock in case.supply.locks:
        yield from _resolved(rule, case, lock)


def _settings(rule: Rule, case: Case) -> Iterator[Finding]:
    settings = case.supply.settings
    if _all_hashed(case):
        return  # whoever answers, only the bytes that were read before are taken
    bound = any(one.kind == "scope-registry" and one.ecosystem == "pypi" for one in settings)
    private = [one for one in settings if one.ecosystem == "pypi" and one.kind in ("index", "extra-index", "registry")]
    for one in settings:
        if one.kind == "index-strategy" and one.value in _UNSAFE and private:
            message = f"The strategy {one.value} takes a name's newest version from whichever index has it, the public one too."
            yield finding_at(rule, "error", one.place, message, subject="index-strategy", other=one.value)
        if one.kind != "extra-index" or bound or _asks_in_order(one, settings):
            continue
        hosts = [host for address in one.value.split() if (host := host_in(address)) and host not in well_known().public_indexes]
        if not hosts or _replaced_by_private(one, settings):
            continue
        message = (
            f"The index {', '.join(hosts)} is asked beside the public one: a name that only it should have is taken from the public "
            "registry as soon as somebody publishes a higher version there."
        )
        yield finding_at(rule, "error", one.place, message, subject="extra-index", other=", ".join(hosts))


def _all_hashed(case: Case) -> bool:
    names = [one.name.lower() for one in case.supply.requirements if one.kind != "dev"]
    return bool(names) and all(name in case.supply.hashed for name in names)


def _asks_in_order(one: RegistrySetting, settings: tuple[RegistrySetting, ...]) -> bool:
    """uv asks further indexes first and takes the first that has the name, unless it is told otherwise."""
    is_uv = one.place.path.endswith(("pyproject.toml", "uv.toml")) and one.scope != "supplemental"
    return is_uv and not any(other.kind == "index-strategy" and other.value in _UNSAFE for other in settings)


def _replaced_by_private(one: RegistrySetting, settings: tuple[RegistrySetting, ...]) -> bool:
    """Another private index stands in for the public one, and the further index is private too."""
    replaced = [other for other in settings if other.ecosystem == "pypi" and other.kind == "index" and other.replaces_public]
    addresses = [*(other.value for other in replaced if other.place.path == one.place.path), *one.value.split()]
    return bool(len(addresses) > len(one.value.split())) and not any(is_public(host_in(address)) for address in addresses)


def _scopes(rule: Rule, case: Case) -> Iterator[Finding]:
    if case.package.ecosystem != "npm":
        return
    settings = [one for one in case.supply.settings if one.ecosystem == "npm"]
    if any(one.kind == "registry" and not is_public(host_in(one.value)) for one in settings):
        return
    mapped = {one.scope for one in settings if one.kind == "scope-registry"}
    locked = {entry.name: entry for lock in case.supply.locks for entry in lock.entries}
    for dependency in case.package.dependencies:
        scope = dependency.name.partition("/")[0].lower()
        if (
            not dependency.name.startswith("@")
            or scope in mapped
            or dependency.place is None
            or dependency.spec.startswith(_LOCAL_SPECS)
        ):
            continue
        entry = locked.get(dependency.name)
        why = _private_because(case, scope, dependency, entry)
        if why and not (entry is not None and entry.local):
            message = (
                f"{dependency.name} looks private ({why}), but no setting gives the scope {scope} a registry: whoever registers the scope "
                "at the public registry decides what is installed."
            )
            yield finding_at(rule, "error", dependency.place, message, subject=dependency.name, other=scope)


def _private_because(case: Case, scope: str, dependency: Dependency, entry: LockEntry | None) -> str:
    words = set(re.split(r"[^a-z0-9]+", scope))
    if words & _PRIVATE:
        return "its scope says so"
    if entry is not None and entry.source and host_in(entry.source) and not is_public(host_in(entry.source)) and not entry.from_git:
        return f"the lockfile has it from {host_in(entry.source)}"
    for document in case.package.documents:
        for line in document.text[:200_000].splitlines():
            if f"{scope}/" in line.lower() and _SAYS_PRIVATE.search(line):
                return "the documentation says so"
    publish = _publish_registry(case)
    if publish and scope == case.package.name.partition("/")[0].lower():
        return f"its scope is published to {publish}"
    return ""


def _publish_registry(case: Case) -> str:
    """The registry that package.json publishes to, if that is not a public one."""
    path = f"{case.package.root}/package.json" if case.package.root else "package.json"
    found = re.search(
        rb'"publishConfig"\s*:\s*\{[^}]*"(?:@[\w-]+:)?registry"\s*:\s*"([^"]+)"', case.files.get(path, b"")[:1_000_000]
    )
    host = host_in(found[1].decode("utf-8", "replace")) if found else ""
    return "" if not host or is_public(host) else host


def _resolved(rule: Rule, case: Case, lock: Lock) -> Iterator[Finding]:
    """Entries that came from somewhere else than the registry of their scope, or than the rest of a private scope."""
    mapped = {
        one.scope: one
        for one in case.supply.settings
        if one.kind == "scope-registry" and one.ecosystem == lock.ecosystem and host_in(one.value)
    }
    private: dict[str, str] = {}
    for entry in lock.entries:
        host = host_in(entry.source)
        if entry.name.startswith("@") and host and not is_public(host) and not entry.from_git:
            private.setdefault(entry.name.partition("/")[0].lower(), host)
    for entry in lock.entries:
        key = entry.name.partition("/")[0].lower() if lock.ecosystem == "npm" else re.sub(r"[-_.]+", "-", entry.name).lower()
        setting, host = mapped.get(key), host_in(entry.source)
        if entry.local or entry.from_git or (not host and lock.format != "poetry"):
            continue
        expected = host_in(setting.value) if setting is not None else private.get(key, "")
        if not expected or host == expected or (setting is None and not is_public(host)) or _same_company(host, expected):
            continue
        related = (Related(setting.place, f"the registry of {key}"),) if setting is not None else ()
        where = host or "the public registry"
        what = f"{entry.name} {entry.version} from {where} instead of {expected}"
        message = f"The lockfile has {what}: it was resolved from the wrong registry."
        yield finding_at(rule, "error", entry.place, message, subject=entry.name, other=host, related=related)


def _same_company(host: str, expected: str) -> bool:
    """Files may come from another name of the same domain (a store behind the registry)."""
    return bool(host) and not is_public(host) and ".".join(host.split(".")[-2:]) == ".".join(expected.split(".")[-2:])
