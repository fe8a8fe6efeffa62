"""What a package says of itself: raw statements with places, judged by nobody here.

In: nothing. Out: `Package` and its parts, what every later layer knows of manifests, entry points and documentation.
All paths are paths of the `SourceTree`; all places are byte offsets in its files.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.findings.place import Place
from mcp_sast.packages.data_value import PlainValue

Ecosystem = Literal["npm", "pypi", "none"]
EntryKind = Literal["bin", "main", "exports", "script", "hook", "plugin", "module", "manifest"]
HostTier = Literal["manifest", "readme", "metadata"]
VariableTier = Literal["manifest", "readme", "metadata"]
DependencyKind = Literal["runtime", "dev", "optional", "peer"]
ModuleType = Literal["module", "commonjs"]


@dataclass(frozen=True, slots=True)
class EntryPoint:
    """A file at which code of the package starts.

    `bin`: a command (npm's `bin`, Python's console and gui scripts). `main`, `exports`: what an import of the package loads.
    `script`: an npm script or an installed script file. `hook`: runs at installation or build. `plugin`: loaded by a host program.
    `module`: run or loaded by name (`__main__.py`, `sitecustomize.py`, a conventional name). `manifest`: named by an MCP manifest.
    `function`: "main" for `pkg.server:main`, "" for the whole module. `name`: the command, export condition or script. `group`: of a
    plug-in, the group of entry points (`pytest11`).
    """

    kind: EntryKind
    path: str
    function: str
    name: str
    place: Place | None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """Prose that ships with the package. `start`: the offset of `text` in its file (a long description stands behind headers)."""

    path: str
    text: str
    start: int = 0


@dataclass(frozen=True, slots=True)
class DeclaredHost:
    """A host that the package names. `host` in lower case; `*.example.com` where the label before it is a placeholder.
    `url` exactly as written, for tenants on shared hosts."""

    host: str
    url: str
    tier: HostTier
    place: Place


@dataclass(frozen=True, slots=True)
class DeclaredVariable:
    """An environment variable that the package names; `ACME_*` for a whole family. `secret` if the manifest marks it as one."""

    name: str
    tier: VariableTier
    place: Place
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Dependency:
    """A declared dependency; `spec` as written ("^1.2.0", ">=2; python_version < '3.12'")."""

    name: str
    spec: str
    kind: DependencyKind
    place: Place | None


@dataclass(frozen=True, slots=True)
class ModuleFields:
    """What Node needs to resolve the package by name: the fields of package.json as parsed values."""

    main: str = ""
    module: str = ""
    browser: PlainValue = None
    exports: PlainValue = None
    imports: PlainValue = None


@dataclass(frozen=True, slots=True)
class Package:
    """One package of a target.

    `root` is its folder ("" for the target itself). `files` are the tree's paths that belong to it, sorted. `entry_resolved` is
    False if no entry point was found, or a command's file is missing: then unreachable code can't be told. `module_types` says how
    `.js` files below a folder are read, deepest folder first ("dist/esm", "module"); `module_type` is the package's own.
    `python_roots` are folders of the tree that are on `sys.path` when the package is installed or run.
    """

    root: str
    ecosystem: Ecosystem
    name: str = ""
    version: str = ""
    description: str = ""
    name_place: Place | None = None
    version_place: Place | None = None
    files: tuple[str, ...] = ()
    entry_points: tuple[EntryPoint, ...] = ()
    entry_resolved: bool = False
    documents: tuple[Document, ...] = ()
    declared_hosts: tuple[DeclaredHost, ...] = ()
    declared_variables: tuple[DeclaredVariable, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    urls: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    repository: str = ""
    keywords: tuple[str, ...] = ()
    module_type: ModuleType = "commonjs"
    module_types: tuple[tuple[str, ModuleType], ...] = ()
    module_fields: ModuleFields = ModuleFields()
    python_roots: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryText:
    """An entry point as a manifest writes it: a path below the package's root, or `package.module:function`."""

    kind: EntryKind
    text: str
    name: str
    place: Place | None
    style: Literal["path", "object"] = "path"
    function: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Statements:
    """What one manifest says; several are joined into a `Package`."""

    name: str = ""
    version: str = ""
    description: str = ""
    name_place: Place | None = None
    version_place: Place | None = None
    entries: tuple[EntryText, ...] = ()
    documents: tuple[Document, ...] = ()
    hosts: tuple[DeclaredHost, ...] = ()
    variables: tuple[DeclaredVariable, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    urls: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    repository: str = ""
    keywords: tuple[str, ...] = ()
    module_type: ModuleType = "commonjs"
    module_fields: ModuleFields | None = None
    python_roots: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


NO_PACKAGE = Package("", "none")
