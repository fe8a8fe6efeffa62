"""Dependencies and servers of which another version may be installed tomorrow (`unpinned-dependency`).

In: a `Case`. Out: a note for each dependency that is a range, a tag or nothing and that no lockfile pins; a warning for each server that an
MCP client's configuration fetches at whatever version is the newest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mcp_sast.detection.case import Case
from mcp_sast.detection.package_findings import finding_at
from mcp_sast.detection.rule import Rule
from mcp_sast.findings.finding import Finding
from mcp_sast.packages.launchers import Launched, is_exact_npm, is_exact_python, launched_by
from mcp_sast.packages.statements import Dependency
from mcp_sast.packages.supply import ClientServer

NAME = "loose-versions"


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """Each loose dependency, then each loose server."""
    locked = {_normal(entry.name) for lock in case.supply.locks for entry in lock.entries}
    for dependency in (*case.package.dependencies, *case.supply.requirements):
        if dependency.kind in ("dev", "peer") or dependency.place is None or _normal(dependency.name) in locked:
            continue
        is_npm = dependency.place.path.endswith(".json")
        if not (is_exact_npm if is_npm else is_exact_python)(dependency.spec) and dependency.name.lower() not in case.supply.hashed:
            yield _of_dependency(rule, dependency)
    for server in case.supply.servers:
        for launched in launched_by(server.words):
            if not launched.exact:
                yield _of_server(rule, server, launched)


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _of_dependency(rule: Rule, dependency: Dependency) -> Finding:
    assert dependency.place is not None
    asked = f"asked for as {dependency.spec[:80]!r}" if dependency.spec else "asked for without a version"
    message = f"{dependency.name} is {asked} and no lockfile pins it: a version that nobody has read yet is installed."
    return finding_at(rule, "note", dependency.place, message, subject=dependency.name, other=dependency.spec)


def _of_server(rule: Rule, server: ClientServer, launched: Launched) -> Finding:
    version = f"at {launched.version!r}" if launched.version else "without a version"
    what = {"npm": "npm package", "pypi": "Python package", "image": "image", "git": "repository", "url": "address"}[launched.kind]
    message = f"The server {server.name} is started from the {what} {launched.name} {version}: whatever is the newest at that moment runs."
    place = server.word_places[launched.word] if launched.word < len(server.word_places) else server.place
    return finding_at(rule, "warning", place, message, subject=f"{server.name}: {launched.name}", other=launched.version)
