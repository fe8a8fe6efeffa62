"""What a package calls itself.

In: a package's name, scope, repository and dependencies. Out: words of its name, and whether a service is named or wrapped by it.

    @acme/gmail-mcp-server   words acme, gmail, mcp, server
    slackMcp                 words slack, mcp
"""

from __future__ import annotations

import re

from mcp_sast.knowledge.service import Service
from mcp_sast.packages.statements import Package

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z0-9]+")
_JOINED = re.compile(r"^(?:mcp)?(.+?)(?:mcp)?(?:server)?(?:mcp)?$")


def words_of(text: str) -> tuple[str, ...]:
    """The words of a name, in lower case: split at everything that is no letter or digit, and at case."""
    return tuple(word.lower() for part in re.split(r"[^A-Za-z0-9]+", text) for word in _WORD.findall(part))


def scope_of(name: str) -> str:
    """The npm scope without "@", in lower case, "" if there is none."""
    return name[1:].partition("/")[0].lower() if name.startswith("@") and "/" in name else ""


def repository_owner(repository: str) -> str:
    """The owner in a repository's address ("git+https://host/owner/name.git", "github:owner/name", "owner/name"), "" if none."""
    text = repository.strip().removeprefix("git+")
    text = re.sub(r"^[a-z+]+://(?:[^@/]*@)?[^/]+/|^[^@/\s]+@[^:/]+:|^[a-z]+:", "", text)
    owner, slash, _ = text.strip("/").partition("/")
    return owner.lower() if slash else ""


def package_brand_words(package: Package) -> tuple[tuple[str, ...], ...]:
    """The word lists in which a brand may stand: of the name with its scope, and of the repository's owner."""
    return words_of(package.name), words_of(repository_owner(package.repository))


def brands_in(service: Service, word_lists: tuple[tuple[str, ...], ...]) -> bool:
    """Whether a brand of the service stands in one of the lists, as words in a row or as one joined word ("slackmcp")."""
    for words in word_lists:
        if not words:
            continue
        joined = {found[1] for word in words if (found := _JOINED.match(word))} | set(words)
        row = "-" + "-".join(words) + "-"
        for brand in service.brands:
            if f"-{brand}-" in row or brand.replace("-", "") in joined:
                return True
    return False


def wraps(service: Service, package: Package) -> bool:
    """Whether the package depends on an SDK of the service at run time."""
    known = service.npm if package.ecosystem == "npm" else service.pypi
    exact = frozenset(name for name in known if not name.endswith("*"))
    open_ended = tuple(name[:-1] for name in known if name.endswith("*"))
    for dependency in package.dependencies:
        if dependency.kind == "dev":
            continue
        name = dependency.name if package.ecosystem == "npm" else re.sub(r"[-_.]+", "-", dependency.name).lower()
        if name in exact or (open_ended and name.startswith(open_ended)):
            return True
    return False
