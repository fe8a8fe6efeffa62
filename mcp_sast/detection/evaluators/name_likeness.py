"""Names that can be taken for a well-known server's (`typosquat-name`).

In: a `Case`. Out: a warning for the package's own name, each dependency's and each that a client's configuration fetches.
"""

from __future__ import annotations

from collections.abc import Iterator

from mcp_sast.detection.case import Case
from mcp_sast.detection.package_findings import finding_at
from mcp_sast.detection.rule import Rule
from mcp_sast.findings.finding import Finding
from mcp_sast.findings.place import Place
from mcp_sast.knowledge.confusable import likeness
from mcp_sast.knowledge.identity import repository_owner, scope_of
from mcp_sast.packages.launchers import launched_by
from mcp_sast.packages.statements import Ecosystem

NAME = "name-likeness"


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """Each name once, at its first place."""
    package = case.package
    said: set[str] = set()
    owners = {owner for owner in (scope_of(package.name), repository_owner(package.repository)) if owner}
    if package.name and package.name_place is not None and package.ecosystem != "none":
        yield from _judged(rule, package.name, package.ecosystem, package.name_place, "The package's name", owners, said)
    for dependency in (*package.dependencies, *case.supply.requirements):
        if dependency.place is not None and not dependency.spec.startswith(("workspace:", "file:", "link:")):
            ecosystem: Ecosystem = "npm" if dependency.place.path.endswith(".json") else "pypi"
            yield from _judged(rule, dependency.name, ecosystem, dependency.place, "The dependency", set(), said)
    for server in case.supply.servers:
        for launched in launched_by(server.words):
            if launched.kind in ("npm", "pypi"):
                place = server.word_places[launched.word] if launched.word < len(server.word_places) else server.place
                ecosystem = "npm" if launched.kind == "npm" else "pypi"
                yield from _judged(rule, launched.name, ecosystem, place, f"The server {server.name}'s package", set(), said)


def _judged(
    rule: Rule, name: str, ecosystem: Ecosystem, place: Place, what: str, owners: set[str], said: set[str]
) -> Iterator[Finding]:
    if name in said:
        return
    said.add(name)
    found = likeness(name, ecosystem)
    if found is None or (found.known.publisher and found.known.publisher in owners):
        return
    message = f"{what} {name} can be taken for {found.known.name}, a well-known one: it {found.how}."
    yield finding_at(rule, "warning", place, message, subject=name, other=found.known.name, confidence="medium")
