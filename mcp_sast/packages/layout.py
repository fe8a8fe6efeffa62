"""Finds the packages that a tree holds and the files of each.

In: the files of a tree. Out: a `Home` a package: its folder, its ecosystem, its manifests, its files.

A file belongs to the nearest manifest above it, of its own language if there is one. In an archive, which is one published
package, and in a package's folders of code, a nested manifest makes a package of its own only below `node_modules` and the like, or
where workspaces are declared: else an author could take a folder out of the package by putting a manifest into it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.packages.client_configurations import is_client_configuration
from mcp_sast.packages.data_value import DataValue
from mcp_sast.packages.node_paths import below
from mcp_sast.packages.npm_manifest import read_package_json
from mcp_sast.packages.pyproject import is_workspace_marker
from mcp_sast.packages.statements import Ecosystem, ModuleType, Statements
from mcp_sast.packages.toml_document import read_toml, table_at
from mcp_sast.syntax.parser import language_of

_INSTALLED = frozenset({"node_modules", "site-packages", "bower_components"})
# A package keeps its own code in these; members of a workspace lie in packages/, servers/, apps/, examples/ …
_CODE_FOLDERS = frozenset({"src", "lib", "dist", "build", "out", "bin"})
_PACKAGE_FIELDS = ("bin", "main", "exports", "scripts", "dependencies", "workspaces")
_BUILD_LIBRARY = re.compile(rb"\b(?:setuptools|distutils|skbuild)\b")
_METADATA_FOLDERS = (".dist-info", ".egg-info")
_METADATA_FILES = ("METADATA", "PKG-INFO")


@dataclass(slots=True)
class Home:
    """A package's folder. `manifests` are paths, the most telling first; `said` what package.json says, if it was read here."""

    root: str
    ecosystem: Ecosystem
    manifests: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    said: Statements | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    splits: bool = True
    code_folders: frozenset[str] = _CODE_FOLDERS


@dataclass(slots=True)
class Layout:
    """`homes` sorted by root; `type_scopes`: folders with a package.json and its `type`, sorted by folder."""

    homes: list[Home]
    type_scopes: list[tuple[str, ModuleType]]


def lay_out(files: Mapping[str, bytes], *, archive: bool) -> Layout:
    """The packages of a tree of which `files` are all files; files without a manifest make one package without a name."""
    npm, scopes = _npm_homes(files, archive)
    pypi = _python_homes(files, archive, npm)
    homeless = _assign(files, npm, pypi)
    homes = [home for by_root in (npm, pypi) for group in by_root.values() for home in group]
    homes.sort(key=lambda home: (home.root, home.ecosystem, home.manifests))
    if any(language_of(path) not in (None, "json") or is_client_configuration(path) for path in homeless) or (not homes and homeless):
        homes.insert(0, Home("", "none", files=homeless))
    return Layout(homes, scopes)


_Homes = dict[str, list[Home]]


def folder_of(path: str) -> str:
    """The folder of a path, "" for the tree's root."""
    return path.rpartition("/")[0]


def _by_depth(paths: list[str]) -> list[str]:
    return sorted(paths, key=lambda path: (path.count("/"), path))


def _enclosing(root: str, homes: _Homes) -> Home | None:
    """The nearest home at or above a folder."""
    while root not in homes:
        if not root:
            return None
        root = folder_of(root)
    return homes[root][0]


def _may_split(root: str, outer: Home | None, archive: bool) -> bool:
    """Whether a manifest in `root` makes a package of its own although it lies in another package."""
    if outer is None or outer.splits:
        return True
    inner = root[len(outer.root) :].strip("/").split("/")
    return any(part in _INSTALLED for part in inner) or not (archive or inner[0] in outer.code_folders)


def _npm_homes(files: Mapping[str, bytes], archive: bool) -> tuple[_Homes, list[tuple[str, ModuleType]]]:
    homes: _Homes = {}
    scopes: list[tuple[str, ModuleType]] = []
    for path in _by_depth([path for path in files if path == "package.json" or path.endswith("/package.json")]):
        root = folder_of(path)
        said, value = read_package_json(path, files[path])
        scopes.append((root, said.module_type))
        outer = _enclosing(root, homes)
        is_package = bool(said.name) or value is None or any(value.get(key) for key in _PACKAGE_FIELDS)
        if outer is not None and not (is_package and _may_split(root, outer, archive)):
            continue
        splits = _declares_workspaces(root, files, value)
        homes[root] = [Home(root, "npm", [path], said=said, splits=splits, code_folders=_code_folders(said))]
    return homes, sorted(scopes)


def _code_folders(said: Statements) -> frozenset[str]:
    """The first folder of every entry point, and the usual ones."""
    paths = (below("", entry.text) or "" for entry in said.entries if entry.style == "path")
    return _CODE_FOLDERS | {path.split("/")[0] for path in paths if "/" in path}


def _declares_workspaces(root: str, files: Mapping[str, bytes], value: DataValue | None) -> bool:
    beside = ("pnpm-workspace.yaml", "lerna.json", "nx.json", "turbo.json")
    private = value.get("private") if value is not None else None
    return (
        any((f"{root}/{name}" if root else name) in files for name in beside)
        or (value is not None and value.get("workspaces") is not None)
        or (private is not None and private.scalar is True)
    )


def _python_homes(files: Mapping[str, bytes], archive: bool, npm: _Homes) -> _Homes:
    homes: _Homes = {}
    tool_only: list[str] = []
    for path in _by_depth(
        [path for path in files if path.endswith(("pyproject.toml", "setup.cfg", "setup.py", "PKG-INFO", "METADATA"))]
    ):
        root, _, name = path.rpartition("/")
        if name == "pyproject.toml" and is_workspace_marker(read_toml(path, files[path])[0]):
            tool_only.append(path)
        elif name in ("pyproject.toml", "setup.py", "setup.cfg", *_METADATA_FILES):
            _add_python_manifest(path, root, files, homes, archive)
    for path in tool_only:
        root = folder_of(path)
        if root in homes:
            homes[root][0].manifests.append(path)
        elif not homes and root not in npm:
            homes[root] = [Home(root, "pypi", [path])]
    for group in homes.values():
        for home in group:
            home.manifests.sort(key=_telling)
    return homes


def _telling(path: str) -> tuple[int, str]:
    """Order of Python manifests: what was built, then what it is built from."""
    order = ("METADATA", "pyproject.toml", "setup.cfg", "setup.py", "PKG-INFO")
    name = path.rpartition("/")[2]
    return (order.index(name) if name in order else len(order), path)


def _add_python_manifest(path: str, root: str, files: Mapping[str, bytes], homes: _Homes, archive: bool) -> None:
    name = path.rpartition("/")[2]
    folder = root.rpartition("/")[2]
    if folder.endswith(_METADATA_FOLDERS):
        root = folder_of(root)
        outer = _enclosing(root, homes)
        if outer is not None and all(manifest.rpartition("/")[2] not in _METADATA_FILES for manifest in outer.manifests):
            outer.manifests.append(path)
            return
        if outer is not None and (folder.endswith(".egg-info") or (root != outer.root and not _may_split(root, outer, archive))):
            return
        homes.setdefault(root, []).append(Home(root, "pypi", [path], splits=False))
        return
    if (
        name == "METADATA"
        or (name == "setup.py" and not _BUILD_LIBRARY.search(files[path]))
        or (name == "setup.cfg" and b"[metadata]" not in files[path])
    ):
        # Anybody may call a module or a file so.
        if root in homes and name in ("setup.py", "setup.cfg"):
            homes[root][0].manifests.append(path)
        return
    if root in homes:
        homes[root][0].manifests.append(path)
        return
    outer = _enclosing(root, homes)
    if outer is None or _may_split(root, outer, archive):
        splits = name == "pyproject.toml" and bool(table_at(read_toml(path, files[path])[0], "tool", "uv", "workspace"))
        homes[root] = [Home(root, "pypi", [path], splits=splits)]


def _assign(files: Mapping[str, bytes], npm: _Homes, pypi: _Homes) -> list[str]:
    """Gives every file to its home; returns those that have none."""
    homeless = []
    cached: dict[tuple[str, str], Home | None] = {}
    claims = _claims(files, pypi)
    for path in sorted(files):
        folder = folder_of(path)
        for name, homes in (("npm", npm), ("pypi", pypi)):
            if (name, folder) not in cached:
                cached[name, folder] = _enclosing(folder, homes)
        in_npm, in_pypi = cached["npm", folder], cached["pypi", folder]
        if in_pypi is not None and len(pypi[in_pypi.root]) > 1:
            in_pypi = claims.get((in_pypi.root, path[len(in_pypi.root) :].lstrip("/").split("/")[0])) or in_pypi
        owners = _owners(path, in_npm, in_pypi)
        for owner in owners:
            owner.files.append(path)
        if not owners:
            homeless.append(path)
    return homeless


def _owners(path: str, in_npm: Home | None, in_pypi: Home | None) -> list[Home]:
    if in_npm is None or in_pypi is None:
        return [home for home in (in_npm, in_pypi) if home is not None]
    language = language_of(path)
    if language == "python":
        return [in_pypi]
    if language in ("javascript", "typescript"):
        return [in_npm]
    if in_npm.root == in_pypi.root:
        return [in_npm, in_pypi]
    return [max(in_npm, in_pypi, key=lambda home: len(home.root))]


def _claims(files: Mapping[str, bytes], pypi: _Homes) -> dict[tuple[str, str], Home]:
    """Where several distributions are installed into one folder: which of its entries are whose, by RECORD and top_level.txt."""
    claims: dict[tuple[str, str], Home] = {}
    for root, group in pypi.items():
        for home in group if len(group) > 1 else ():
            folder = folder_of(home.manifests[0])
            claims[root, folder.rpartition("/")[2]] = home
            for name in ("RECORD", "top_level.txt"):
                for line in files.get(f"{folder}/{name}", b"").decode("utf-8", "replace").splitlines():
                    entry = line.strip().split(",")[0].split("/")[0]
                    claims.setdefault((root, entry), home)
                    if name == "top_level.txt":
                        claims.setdefault((root, f"{entry}.py"), home)
    return claims
