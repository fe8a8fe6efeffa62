"""Reads a pyproject.toml.

In: its bytes. Out: `Statements` of the PyPI ecosystem: PEP 621, Poetry's older table, and what build back ends say of the layout.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mcp_sast.findings.place import Place
from mcp_sast.packages.host_mentions import declared_at
from mcp_sast.packages.requirement import read_requirement
from mcp_sast.packages.statements import DeclaredHost, Dependency, EntryText, Statements
from mcp_sast.packages.toml_document import Table, TextPlaces, list_at, read_toml, table_at, text_at


def read_pyproject(path: str, data: bytes) -> Statements:
    """What a pyproject.toml says."""
    table, diagnostics = read_toml(path, data)
    places = TextPlaces(path, data)
    project, poetry = table_at(table, "project"), table_at(table, "tool", "poetry")
    section = "project" if text_at(project, "name") or not poetry else "tool.poetry"
    owner = project if section == "project" else poetry
    urls = _urls(project, poetry)
    return Statements(
        name=text_at(owner, "name"),
        version=text_at(owner, "version"),
        description=text_at(owner, "description"),
        name_place=places.key(section, "name") if text_at(owner, "name") else None,
        version_place=places.key(section, "version") if text_at(owner, "version") else None,
        entries=tuple(_entries(places, table)),
        hosts=tuple(_hosts(places, urls)),
        dependencies=tuple(_dependencies(places, table)),
        urls=tuple(url for _, label, url in urls if not _is_repository(label)),
        authors=tuple(_people(project, poetry)),
        repository=next((url for _, label, url in urls if _is_repository(label)), ""),
        keywords=tuple(word for word in (*list_at(project, "keywords"), *list_at(poetry, "keywords")) if isinstance(word, str)),
        python_roots=tuple(_roots(table)),
        diagnostics=diagnostics,
    )


def is_workspace_marker(table: Table) -> bool:
    """Whether the file only configures tools or a workspace and stands for no package of its own."""
    return not (
        table_at(table, "project")
        or table_at(table, "tool", "poetry")
        or table_at(table, "build-system")
        or table_at(table, "tool", "flit")
    )


def _is_repository(label: str) -> bool:
    return label.lower().replace("-", " ") in ("repository", "source", "source code", "code", "github", "gitlab", "repo")


def _urls(project: Table, poetry: Table) -> list[tuple[str, str, str]]:
    """Section, label and URL of each address of the project."""
    found = [("project.urls", label, url) for label, url in table_at(project, "urls").items() if isinstance(url, str)]
    found += [("tool.poetry.urls", label, url) for label, url in table_at(poetry, "urls").items() if isinstance(url, str)]
    return found + [
        ("tool.poetry", key, text_at(poetry, key)) for key in ("homepage", "documentation", "repository") if text_at(poetry, key)
    ]


def _hosts(places: TextPlaces, urls: list[tuple[str, str, str]]) -> Iterator[DeclaredHost]:
    for section, label, url in urls:
        place = places.key(section, label)
        if place is not None and not _is_repository(label):
            yield from declared_at(url, "metadata", place)


def _people(project: Table, poetry: Table) -> Iterator[str]:
    for person in (*list_at(project, "authors"), *list_at(project, "maintainers")):
        if isinstance(person, dict):
            email = text_at(person, "email")
            yield " ".join(part for part in (text_at(person, "name"), f"<{email}>" if email else "") if part)
    yield from (person for person in list_at(poetry, "authors") if isinstance(person, str))


def _entries(places: TextPlaces, table: Table) -> Iterator[EntryText]:
    project, tool = table_at(table, "project"), table_at(table, "tool")
    for key in ("scripts", "gui-scripts"):
        yield from _objects(places, table_at(project, key), f"project.{key}", "bin")
    for group, plugins in table_at(project, "entry-points").items():
        if isinstance(plugins, dict):
            yield from _objects(places, plugins, f"project.entry-points.{group}", "plugin")
    yield from _objects(places, table_at(tool, "poetry", "scripts"), "tool.poetry.scripts", "bin")
    for group, plugins in table_at(tool, "poetry", "plugins").items():
        if isinstance(plugins, dict):
            yield from _objects(places, plugins, f"tool.poetry.plugins.{group}", "plugin")
    yield from _objects(places, table_at(tool, "flit", "scripts"), "tool.flit.scripts", "bin")
    yield from _build_hooks(places, table)


def _objects(places: TextPlaces, table: Table, section: str, kind: Any) -> Iterator[EntryText]:
    for name, written in table.items():
        # Poetry also takes {reference = "pkg:func", type = "console"} and {callable = …}.
        reference = (
            written
            if isinstance(written, str)
            else text_at(written, "reference") or text_at(written, "callable")
            if isinstance(written, dict)
            else ""
        )
        if reference:
            group = section.rpartition(".")[2] if kind == "plugin" else ""
            yield EntryText(kind, reference, name, places.key(section, name), style="object", group=group)


def _build_hooks(places: TextPlaces, table: Table) -> Iterator[EntryText]:
    """Code of the package that runs when it is built, which is when it is installed from source."""
    system = table_at(table, "build-system")
    folders = [folder for folder in list_at(system, "backend-path") if isinstance(folder, str)]
    backend = text_at(system, "build-backend").partition(":")[0].replace(".", "/")
    for folder in folders if backend else ():
        yield EntryText("hook", f"{folder}/{backend}", "build-backend", places.key("build-system", "build-backend"))
    hatch = table_at(table, "tool", "hatch", "build")
    targets = [(name, target) for name, target in table_at(hatch, "targets").items() if isinstance(target, dict)]
    for section, hooks in (
        ("tool.hatch.build.hooks.custom", table_at(hatch, "hooks")),
        *((f"tool.hatch.build.targets.{name}.hooks.custom", table_at(target, "hooks")) for name, target in targets),
    ):
        if "custom" in hooks:
            written = text_at(table_at(hooks, "custom"), "path") or "hatch_build.py"
            yield EntryText("hook", written, "hatch build hook", places.key(section, "path") or places.section(section))
    if "custom" in table_at(table, "tool", "hatch", "metadata", "hooks"):
        section = "tool.hatch.metadata.hooks.custom"
        written = text_at(table_at(table, "tool", "hatch", "metadata", "hooks", "custom"), "path") or "hatch_build.py"
        yield EntryText("hook", written, "hatch metadata hook", places.key(section, "path") or places.section(section))
    script = table_at(table, "tool", "poetry").get("build")
    written = script if isinstance(script, str) else text_at(script, "script") if isinstance(script, dict) else ""
    if written:
        at = places.key("tool.poetry.build", "script") or places.key("tool.poetry", "build")
        yield EntryText("hook", written, "poetry build script", at)
    yield from _pdm_hooks(places, table)


def _pdm_hooks(places: TextPlaces, table: Table) -> Iterator[EntryText]:
    """`pdm_build.py` is PDM's hook by its name alone, `custom-hook` another file."""
    if text_at(table_at(table, "build-system"), "build-backend").startswith("pdm."):
        written = text_at(table_at(table, "tool", "pdm", "build"), "custom-hook") or "pdm_build.py"
        at = places.key("tool.pdm.build", "custom-hook") or places.key("build-system", "build-backend")
        yield EntryText("hook", written, "pdm build hook", at)


def _dependencies(places: TextPlaces, table: Table) -> Iterator[Dependency]:
    project = table_at(table, "project")
    place = places.key("project", "dependencies")
    for text in list_at(project, "dependencies"):
        yield from _requirement(text, "runtime", places.string(text) or place)
    for texts in table_at(project, "optional-dependencies").values():
        for text in texts if isinstance(texts, list) else ():
            yield from _requirement(text, "optional", places.string(text))
    for texts in table_at(table, "dependency-groups").values():
        for text in texts if isinstance(texts, list) else ():
            yield from _requirement(text, "dev", places.string(text))
    poetry = table_at(table, "tool", "poetry")
    for name, spec in table_at(poetry, "dependencies").items():
        if name != "python":
            yield Dependency(name, _poetry_spec(spec), "runtime", places.key("tool.poetry.dependencies", name))
    groups = [
        (f"tool.poetry.group.{name}.dependencies", table_at(poetry, "group", name, "dependencies"))
        for name in table_at(poetry, "group")
    ]
    for section, group in (("tool.poetry.dev-dependencies", table_at(poetry, "dev-dependencies")), *groups):
        for name, spec in group.items():
            yield Dependency(name, _poetry_spec(spec), "dev", places.key(section, name))


def _requirement(text: object, kind: Any, place: Place | None) -> Iterator[Dependency]:
    found = read_requirement(text, kind, place) if isinstance(text, str) else None
    if found is not None:
        yield found


def _poetry_spec(spec: object) -> str:
    return (
        spec
        if isinstance(spec, str)
        else text_at(spec, "version") or text_at(spec, "git") or text_at(spec, "path")
        if isinstance(spec, dict)
        else ""
    )


def _roots(table: Table) -> Iterator[str]:
    """The folders that the build back ends are told to take modules from."""
    tool = table_at(table, "tool")
    for target in (table_at(tool, "hatch", "build", "targets", "wheel"), table_at(tool, "hatch", "build")):
        for package in list_at(target, "packages"):
            if isinstance(package, str):
                yield package.strip("/").rpartition("/")[0]
        yield from (source for source in (*list_at(target, "sources"), *table_at(target, "sources")) if isinstance(source, str))
    setuptools = table_at(tool, "setuptools")
    yield from (folder for folder in table_at(setuptools, "package-dir").values() if isinstance(folder, str))
    yield from (folder for folder in list_at(table_at(setuptools, "packages", "find"), "where") if isinstance(folder, str))
    for package in list_at(table_at(tool, "poetry"), "packages"):
        if isinstance(package, dict) and text_at(package, "from"):
            yield text_at(package, "from")
    for keys, key in ((("pdm", "build"), "package-dir"), (("uv", "build-backend"), "module-root"), (("maturin",), "python-source")):
        if text_at(table_at(tool, *keys), key):
            yield text_at(table_at(tool, *keys), key)
