"""Finds the packages of a target and reads what each says of itself.

In: a `SourceTree`. Out: a `Package` for each manifest's folder, with its files, entry points, documents and declarations; what
could not be read is a diagnostic of its package. Nothing here judges.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping

from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.packages.entry_points import resolve_entries
from mcp_sast.packages.joined_statements import joined
from mcp_sast.packages.layout import Home, Layout, folder_of, lay_out
from mcp_sast.packages.mcp_manifests import read_mcp_manifests
from mcp_sast.packages.pyproject import read_pyproject
from mcp_sast.packages.python_metadata import read_entry_points, read_metadata, read_setup_cfg
from mcp_sast.packages.readme import MOST_BYTES, readme_hosts, readme_variables
from mcp_sast.packages.setup_script import read_setup_script
from mcp_sast.packages.statements import (
    DeclaredHost,
    DeclaredVariable,
    Dependency,
    Document,
    EntryPoint,
    ModuleFields,
    ModuleType,
    Package,
    Statements,
)
from mcp_sast.sources.tree import SourceTree

__all__ = [
    "DeclaredHost", "DeclaredVariable", "Dependency", "Document", "EntryPoint", "ModuleFields", "ModuleType", "Package",
    "find_packages",
]  # fmt: skip

_README_SUFFIXES = ("", "md", "markdown", "mdx", "rst", "txt", "adoc", "org")
_READERS = {
    "pyproject.toml": read_pyproject,
    "setup.cfg": read_setup_cfg,
    "setup.py": read_setup_script,
    "METADATA": read_metadata,
    "PKG-INFO": read_metadata,
}


def find_packages(tree: SourceTree) -> tuple[Package, ...]:
    """The packages of a target, sorted by folder. A tree without any manifest is one package without a name."""
    files = tree.contents
    if tree.single_file:
        layout = Layout([Home("", "none", files=sorted(files))], [])
    else:
        layout = lay_out(files, archive=tree.archive)
    readmes: dict[str, list[str]] = {}
    for path in sorted(files):
        folder, _, name = path.rpartition("/")
        if _is_readme(name):
            readmes.setdefault(folder, []).append(path)
    return tuple(_package(home, layout, files, readmes) for home in layout.homes)


def _package(home: Home, layout: Layout, files: Mapping[str, bytes], readmes: Mapping[str, list[str]]) -> Package:
    own = tuple(home.files)
    said = joined((*_manifests(home, files), *read_mcp_manifests(home.root, files), *_readmes(home.root, files, readmes)))
    entries = resolve_entries(home.root, said, files, own)
    hosts, variables = _declarations(said, files)
    return Package(
        root=home.root,
        ecosystem=home.ecosystem,
        name=said.name,
        version=said.version,
        description=said.description,
        name_place=said.name_place,
        version_place=said.version_place,
        files=own,
        entry_points=entries.entry_points,
        entry_resolved=entries.entry_resolved,
        documents=said.documents,
        declared_hosts=hosts,
        declared_variables=variables,
        dependencies=said.dependencies,
        urls=said.urls,
        authors=said.authors,
        repository=said.repository,
        keywords=said.keywords,
        module_type=said.module_type,
        module_types=_module_types(home.root, layout),
        module_fields=said.module_fields or ModuleFields(),
        python_roots=entries.python_roots,
        diagnostics=(*said.diagnostics, *entries.diagnostics),
    )


def _manifests(home: Home, files: Mapping[str, bytes]) -> Iterable[Statements]:
    if home.said is not None:
        yield home.said
        return
    for path in home.manifests:
        folder, _, name = path.rpartition("/")
        yield _READERS[name](path, files[path])
        beside = f"{folder}/entry_points.txt"
        if name in ("METADATA", "PKG-INFO") and beside in files:
            yield read_entry_points(beside, files[beside])


def _readmes(root: str, files: Mapping[str, bytes], readmes: Mapping[str, list[str]]) -> Iterable[Statements]:
    """The READMEs of a package's folder, or of the nearest folder above that has one: a workspace has one for all."""
    folder = root
    while True:
        paths = readmes.get(folder, [])
        if paths or not folder:
            break
        folder = folder_of(folder)
    for path in paths:
        data = files[path]
        diagnostics: tuple[Diagnostic, ...] = ()
        if len(data) > MOST_BYTES:
            diagnostics = (Diagnostic("limit-reached", f"{path}: only its first {MOST_BYTES} bytes were read"),)
        yield Statements(documents=(Document(path, data[:MOST_BYTES].decode("utf-8", "replace")),), diagnostics=diagnostics)


def _is_readme(name: str) -> bool:
    stem, _, rest = name.lower().partition(".")
    return stem.startswith("readme") and rest.rpartition(".")[2] in _README_SUFFIXES


def _declarations(said: Statements, files: Mapping[str, bytes]) -> tuple[tuple[DeclaredHost, ...], tuple[DeclaredVariable, ...]]:
    """All declarations of manifests and documents, each once a tier, manifests first."""
    hosts = list(said.hosts)
    variables = list(said.variables)
    for document in said.documents:
        hosts += readme_hosts(document.path, files[document.path], said.repository, document.start)
        variables += readme_variables(document.path, files[document.path], document.start)
    once_hosts = {(host.host, host.url, host.tier): host for host in reversed(hosts)}
    once_variables = {(variable.name, variable.tier): variable for variable in reversed(variables)}
    return tuple(reversed(once_hosts.values())), tuple(reversed(once_variables.values()))


def _module_types(root: str, layout: Layout) -> tuple[tuple[str, ModuleType], ...]:
    """The folders of a package with a `type` of their own, deepest first, so that the first that holds a file decides."""
    scopes = layout.type_scopes
    prefix = f"{root}/" if root else ""
    first, last = bisect_left(scopes, (prefix,)), bisect_left(scopes, (prefix + "\U0010ffff",))
    own = scopes[bisect_left(scopes, (root,)) :][:1] if root else []
    inner = [*scopes[first:last], *(scope for scope in own if scope[0] == root)]
    return tuple(sorted(inner, key=lambda scope: (-scope[0].count("/") - bool(scope[0]), scope[0])))
