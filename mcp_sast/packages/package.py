"""Finds the packages of a target and reads what each says of itself.

In: a `SourceTree`. Out: a `Package` for each manifest's folder, with its files, entry points, documents and declarations; what
could not be read is a diagnostic of its package. Nothing here judges.
"""

from __future__ import annotations

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
    files = {file.path: file.data for file in tree.files}
    if tree.single_file:
        layout = Layout([Home("", "none", files=sorted(files))], [])
    else:
        layout = lay_out(files, archive=tree.archive)
    return tuple(_package(home, layout, files) for home in layout.homes)


def _package(home: Home, layout: Layout, files: Mapping[str, bytes]) -> Package:
    own = tuple(home.files)
    said = joined((*_manifests(home, files), *read_mcp_manifests(home.root, files), *_readmes(home.root, files)))
    entries = resolve_entries(home.root, said, files, own)
    hosts, variables = _declarations(said, files)
    return Package(
        root=home.root,
        ecosystem=home.ecosystem,
        name=said.name,
        version=said.version,
        description=said.description,
        name_place=said.name_place,
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


def _readmes(root: str, files: Mapping[str, bytes]) -> Iterable[Statements]:
    """The READMEs of a package's folder, or of the nearest folder above that has one: a workspace has one for all."""
    folder = root
    while True:
        paths = [path for path in _beside(folder, files) if _is_readme(path.rpartition("/")[2])]
        if paths or not folder:
            break
        folder = folder_of(folder)
    for path in paths:
        data = files[path]
        diagnostics: tuple[Diagnostic, ...] = ()
        if len(data) > MOST_BYTES:
            diagnostics = (Diagnostic("limit-reached", f"{path}: only its first {MOST_BYTES} bytes were read"),)
        yield Statements(documents=(Document(path, data[:MOST_BYTES].decode("utf-8", "replace")),), diagnostics=diagnostics)


def _beside(folder: str, files: Mapping[str, bytes]) -> list[str]:
    prefix = f"{folder}/" if folder else ""
    return sorted(path for path in files if path.startswith(prefix) and "/" not in path[len(prefix) :])


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
    prefix = f"{root}/" if root else ""
    return tuple(
        (folder, "module" if module_type == "module" else "commonjs")
        for folder, module_type in layout.type_scopes
        if folder == root or folder.startswith(prefix)
    )
