"""What is installed with a package, and from where: raw statements with places, judged by nobody here.

In: nothing. Out: `Supply` and its parts: hooks, locked dependencies, settings of registries, servers that a client's configuration starts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.findings.place import Place
from mcp_sast.packages.statements import Dependency, Ecosystem

HookKind = Literal["npm-script", "binding.gyp", "setup.py", "backend", "build-hook", "pth", "customize", "plugin"]
SettingKind = Literal["registry", "scope-registry", "index", "extra-index", "find-links", "index-strategy", "trusted-host"]


@dataclass(frozen=True, slots=True)
class Hook:
    """What a package manager or the interpreter runs by itself. `command`: shell text (npm), a line of Python (.pth), else "".
    `path`: the file that is run, as far as known. `plain`: an ordinary part of building, such as a setup.py without code of its own."""

    kind: HookKind
    name: str
    command: str
    place: Place
    path: str = ""
    plain: bool = False


@dataclass(frozen=True, slots=True)
class LockEntry:
    """A locked dependency. `source`: the address it was resolved to ("" if the lock names none). `integrity`: its hashes.
    `local`: a folder, link or workspace member, which has no hash."""

    name: str
    version: str
    source: str
    integrity: tuple[str, ...]
    place: Place
    version_place: Place
    source_place: Place
    local: bool = False
    from_git: bool = False


@dataclass(frozen=True, slots=True)
class Lock:
    """`hashes`: the format (of this version) carries hashes at all. `roots`: what the lock says the manifest asks for (name, spec),
    None where the format does not say. `sources`: the format names the address of each entry."""

    path: str
    ecosystem: Ecosystem
    format: str
    entries: tuple[LockEntry, ...]
    hashes: bool = True
    roots: tuple[tuple[str, str, Place], ...] | None = None


@dataclass(frozen=True, slots=True)
class RegistrySetting:
    """A setting of where packages come from. `scope`: "@acme" for a scope's registry, a package's name where it is bound to an index.
    `value`: an address, or the chosen strategy. `replaces_public`: the public index is not asked any more because of it."""

    kind: SettingKind
    ecosystem: Ecosystem
    value: str
    place: Place
    scope: str = ""
    replaces_public: bool = False


@dataclass(frozen=True, slots=True)
class ClientServer:
    """A server that an MCP client starts or talks to. `words`: command and arguments, wrappers included."""

    name: str
    path: str
    words: tuple[str, ...]
    url: str
    place: Place
    word_places: tuple[Place, ...] = ()
    variables: tuple[tuple[str, str, Place], ...] = ()


@dataclass(frozen=True, slots=True)
class Supply:
    """All of one package. `requirements`: lines of requirements files; `pins`: their hashes by name."""

    hooks: tuple[Hook, ...] = ()
    locks: tuple[Lock, ...] = ()
    settings: tuple[RegistrySetting, ...] = ()
    servers: tuple[ClientServer, ...] = ()
    requirements: tuple[Dependency, ...] = ()
    hashed: frozenset[str] = frozenset()
    texts: tuple[tuple[str, bytes], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


NO_SUPPLY = Supply()
