"""Reads what an installed or built Python distribution says of itself.

In: the bytes of METADATA or PKG-INFO, of entry_points.txt, of setup.cfg. Out: `Statements` of the PyPI ecosystem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.findings.place import Place
from mcp_sast.packages.host_mentions import declared_at
from mcp_sast.packages.ini_document import read_ini
from mcp_sast.packages.requirement import read_requirement
from mcp_sast.packages.statements import DeclaredHost, Dependency, Document, EntryText, Statements
from mcp_sast.packages.toml_document import TextPlaces

_HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]*):[ \t]*([^\r\n]*(?:\r?\n[ \t]+[^\r\n]*)*)\r?\n?")
_MOST_HEADERS = 10_000


class _Headers:
    """Headers of a metadata file: name, text and place of each, and where the long description starts."""

    def __init__(self, path: str, data: bytes) -> None:
        self.fields: list[tuple[str, str, Place]] = []
        at = 3 if data.startswith(b"\xef\xbb\xbf") else 0
        while len(self.fields) < _MOST_HEADERS:
            match = _HEADER.match(data, at)
            if match is None:
                break
            text = re.sub(r"\r?\n(?:        \|?|[ \t]+)", "\n", match[2].decode("utf-8", "replace"))
            self.fields.append(
                (match[1].decode().lower(), text.strip(), Place(path, match.start(2), max(match.end(2), match.start(2) + 1)))
            )
            at = match.end()
        self.body = at

    def all(self, name: str) -> list[tuple[str, Place]]:
        """Texts and places of all headers of this name."""
        return [(text, place) for header, text, place in self.fields if header == name]

    def first(self, name: str) -> str:
        """The text of the first header of this name, "" if there is none."""
        return next((text for header, text, _ in self.fields if header == name), "")


def read_metadata(path: str, data: bytes) -> Statements:
    """What METADATA or PKG-INFO says; its long description is a document."""
    headers = _Headers(path, data)
    diagnostics: tuple[Diagnostic, ...] = ()
    if not headers.first("name"):
        diagnostics = (Diagnostic("broken-manifest", f"{path}: names no package", Place(path, 0, min(1, len(data)))),)
    names, versions = headers.all("name"), headers.all("version")
    body = data[headers.body :].decode("utf-8", "replace")
    description = headers.first("description")
    documents = [Document(path, text, start) for text, start in ((body, headers.body), (description, 0)) if text.strip()]
    return Statements(
        name=headers.first("name"),
        version=headers.first("version"),
        description=headers.first("summary"),
        name_place=names[0][1] if names else None,
        version_place=versions[0][1] if versions else None,
        documents=tuple(documents),
        hosts=tuple(_hosts(headers)),
        dependencies=tuple(_dependencies(headers)),
        urls=tuple(url for label, url, _ in _urls(headers) if not _is_repository(label)),
        authors=tuple(text for key in ("author", "author-email", "maintainer", "maintainer-email") for text, _ in headers.all(key)),
        repository=next((url for label, url, _ in _urls(headers) if _is_repository(label)), ""),
        keywords=tuple(word.strip() for word in headers.first("keywords").split(",") if word.strip()),
        diagnostics=diagnostics,
    )


def _is_repository(label: str) -> bool:
    return label.lower() in ("repository", "source", "source code", "code", "github", "repo")


def _urls(headers: _Headers) -> list[tuple[str, str, Place]]:
    found = [("homepage", text, place) for text, place in headers.all("home-page")]
    for text, place in headers.all("project-url"):
        label, _, url = text.partition(",")
        found.append((label.strip(), url.strip(), place))
    return [(label, url, place) for label, url, place in found if url]


def _hosts(headers: _Headers) -> Iterator[DeclaredHost]:
    for label, url, place in _urls(headers):
        if not _is_repository(label):
            yield from declared_at(url, "metadata", place)


def _dependencies(headers: _Headers) -> Iterator[Dependency]:
    for text, place in headers.all("requires-dist"):
        found = read_requirement(text, "optional" if re.search(r";.*\bextra\b", text) else "runtime", place)
        if found is not None:
            yield found


def read_entry_points(path: str, data: bytes) -> Statements:
    """Console scripts, gui scripts and plug-ins of an `entry_points.txt`."""
    sections, broken = read_ini(data)
    places = TextPlaces(path, data)
    entries = [
        _entry(group, name, written, places.key(group, name)) for group, keys in sections.items() for name, written in keys.items()
    ]
    return Statements(entries=tuple(entries), diagnostics=_broken_lines(path, data, broken))


def _entry(group: str, name: str, written: str, place: Place | None) -> EntryText:
    is_command = group in ("console_scripts", "gui_scripts")
    return EntryText("bin" if is_command else "plugin", written.strip(), name.strip(), place, style="object", group=group)


def read_setup_cfg(path: str, data: bytes) -> Statements:
    """What a setup.cfg says, in the sections of setuptools."""
    sections, broken = read_ini(data, "=:")
    places = TextPlaces(path, data)

    def option(section: str, key: str) -> str:
        return sections.get(section, {}).get(key, "")

    urls = [
        url
        for url in (
            option("metadata", "url"),
            *(line.partition("=")[2].strip() for line in option("metadata", "project_urls").splitlines()),
        )
        if url
    ]
    place = places.key("metadata", "url") or places.key("metadata", "project_urls")
    entries = [
        _entry(group, line.partition("=")[0], line.partition("=")[2], places.key("options.entry_points", group))
        for group, text in sections.get("options.entry_points", {}).items()
        for line in text.splitlines()
        if "=" in line
    ]
    requirements = places.key("options", "install_requires")
    dependencies = [
        read_requirement(line, "runtime", requirements)
        for line in option("options", "install_requires").splitlines()
        if line.strip()
    ]
    folders = [line.partition("=")[2].strip() for line in option("options", "package_dir").splitlines() if "=" in line]
    return Statements(
        name=option("metadata", "name"),
        version=option("metadata", "version"),
        description=option("metadata", "description"),
        name_place=places.key("metadata", "name") if option("metadata", "name") else None,
        version_place=places.key("metadata", "version") if option("metadata", "version") else None,
        entries=tuple(entries),
        hosts=tuple(host for url in urls if place for host in declared_at(url, "metadata", place)),
        dependencies=tuple(found for found in dependencies if found is not None),
        urls=tuple(urls),
        authors=tuple(text for text in (option("metadata", "author"), option("metadata", "author_email")) if text),
        keywords=tuple(word.strip() for word in re.split(r"[,\n]", option("metadata", "keywords")) if word.strip()),
        python_roots=tuple(folder for folder in (*folders, option("options.packages.find", "where")) if folder),
        diagnostics=_broken_lines(path, data, broken),
    )


def _broken_lines(path: str, data: bytes, count: int) -> tuple[Diagnostic, ...]:
    if not count:
        return ()
    return (
        Diagnostic("broken-manifest", f"{path}: {count} lines could not be read; the rest was", Place(path, 0, min(1, len(data)))),
    )
