"""Packages whose author or scope is somebody else than the repository's owner (`publisher-mismatch`).

In: a `Case`. Out: a note if neither scope nor author has anything in common with the owner of the repository that the package names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mcp_sast.detection.case import Case
from mcp_sast.detection.package_findings import finding_at
from mcp_sast.detection.rule import Rule
from mcp_sast.findings.finding import Finding
from mcp_sast.knowledge.identity import repository_owner, scope_of

NAME = "publisher"
_COMMON = frozenset({
    "inc", "ltd", "llc", "gmbh", "the", "com", "org", "net", "dev", "team", "labs", "lab", "mail", "gmail", "outlook",
    "hotmail", "proton", "github", "users", "noreply", "info", "hello", "support", "contact", "mcp", "server", "software",
    "developers", "and", "example", "invalid", "test",
})  # fmt: skip


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """At most one note a package."""
    package = case.package
    owner = repository_owner(package.repository)
    scope = scope_of(package.name)
    named = [text for text in (scope, *package.authors) if text]
    if not owner or not named or package.name_place is None:
        return
    if any(_have_in_common(owner, text) for text in named):
        return
    who = f"scope @{scope}" if scope else f"author {package.authors[0][:80]}"
    message = f"The package's {who} has nothing in common with {owner}, the owner of the repository it names."
    yield finding_at(rule, "note", package.name_place, message, subject=package.name, other=owner, confidence="medium")


def _have_in_common(owner: str, text: str) -> bool:
    ours, theirs = _words(owner), _words(text)
    if any(word in theirs for word in ours):
        return True
    joined, other = re.sub(r"[^a-z0-9]", "", owner), re.sub(r"[^a-z0-9]", "", text.lower())
    initials = "".join(word[0] for word in re.findall(r"[a-z0-9]+", text.lower().partition("<")[0]))
    return (
        joined in other
        or any(len(word) >= 4 and word in joined for word in theirs)
        or (len(initials) >= 3 and joined.startswith(initials))
    )


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[a-z0-9]+", text.lower()) if len(word) >= 3 and word not in _COMMON]
