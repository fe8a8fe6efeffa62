"""Reads where package managers are told to take packages from.

In: .npmrc, .yarnrc(.yml), bunfig.toml, pip.conf, pip.ini, uv.toml, pyproject.toml, options of requirements files, Pipfile. Out:
`RegistrySetting`s with places. Nothing of it is ever used to reach anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mcp_sast.findings.place import Place
from mcp_sast.packages.supply import RegistrySetting, SettingKind
from mcp_sast.packages.toml_document import Table, read_toml, table_at, text_at

_MOST_BYTES = 1024 * 1024
_KEY_VALUE = re.compile(rb"^[ \t]*([@A-Za-z_][^\s=:#;]*(?::registry)?)[ \t]*[= \t:][ \t]*([^\r\n]*)", re.MULTILINE)
_YARN_SCOPE = re.compile(
    rb"^[ \t]+[\"']?@?([\w.-]+)[\"']?:[ \t]*\r?\n(?:[ \t]+(?!npmRegistryServer)[^\n]*\n)*?[ \t]+npmRegistryServer:[ \t]*([^\r\n]+)",
    re.MULTILINE,
)
_OPTION = re.compile(
    rb"^[ \t]*(-i|-f|--index-url|--extra-index-url|--find-links|--trusted-host|--index-strategy)[ =\t]+([^\r\n#]*)", re.MULTILINE
)
_PIP_KEY = re.compile(rb"^(?P<key>[A-Za-z_-]+)[ \t]*[=:][ \t]*(?P<value>[^\r\n]*(?:\r?\n[ \t]+[^\r\n]+)*)", re.MULTILINE)
_PIP_KINDS: dict[str, SettingKind] = {
    "index-url": "index", "extra-index-url": "extra-index", "find-links": "find-links", "trusted-host": "trusted-host",
    "-i": "index", "-f": "find-links", "index-strategy": "index-strategy",
}  # fmt: skip


def read_npmrc(path: str, data: bytes) -> Iterator[RegistrySetting]:
    """`registry=`, `@scope:registry=` of .npmrc and .yarnrc."""
    for match in _KEY_VALUE.finditer(data[:_MOST_BYTES]):
        key, value = _text(match[1]).strip("\"'"), _text(match[2]).strip().strip("\"'")
        place = Place(path, match.start(1), match.end(2))
        if key.startswith("@") and key.endswith(":registry"):
            yield RegistrySetting("scope-registry", "npm", value, place, key[: -len(":registry")].lower())
        elif key == "registry":
            yield RegistrySetting("registry", "npm", value, place, replaces_public=True)


def read_yarnrc(path: str, data: bytes) -> Iterator[RegistrySetting]:
    """`npmRegistryServer` and `npmScopes` of .yarnrc.yml."""
    for match in _YARN_SCOPE.finditer(data[:_MOST_BYTES]):
        value = _text(match[2]).strip().strip("\"'")
        yield RegistrySetting(
            "scope-registry", "npm", value, Place(path, match.start(1), match.end(2)), f"@{_text(match[1]).lower()}"
        )
    top = re.search(rb"^npmRegistryServer:[ \t]*([^\r\n]+)", data[:_MOST_BYTES], re.MULTILINE)
    if top:
        yield RegistrySetting(
            "registry", "npm", _text(top[1]).strip().strip("\"'"), Place(path, top.start(), top.end()), replaces_public=True
        )


def read_bunfig(path: str, data: bytes) -> Iterator[RegistrySetting]:
    """`[install] registry` and `[install.scopes]` of bunfig.toml."""
    install = table_at(read_toml(path, data)[0], "install")
    for name, value in table_at(install, "scopes").items():
        address = value if isinstance(value, str) else text_at(value, "url") if isinstance(value, dict) else ""
        yield RegistrySetting("scope-registry", "npm", address, _find(path, data, address), f"@{name.lstrip('@').lower()}")
    general = install.get("registry")
    address = general if isinstance(general, str) else text_at(general, "url") if isinstance(general, dict) else ""
    if address:
        yield RegistrySetting("registry", "npm", address, _find(path, data, address), replaces_public=True)


def read_pip_conf(path: str, data: bytes) -> Iterator[RegistrySetting]:
    """The sections of pip.conf or pip.ini."""
    for match in _PIP_KEY.finditer(data[:_MOST_BYTES]):
        kind = _PIP_KINDS.get(_text(match["key"]).lower().replace("_", "-"))
        value = " ".join(_text(match["value"]).split())
        if kind and value:
            yield RegistrySetting(kind, "pypi", value, Place(path, match.start(), match.end()), replaces_public=kind == "index")


def read_options(path: str, data: bytes) -> Iterator[RegistrySetting]:
    """Options in a requirements file, and on the lines of a Dockerfile that call pip or uv."""
    for match in _OPTION.finditer(data[:_MOST_BYTES]):
        kind = _PIP_KINDS.get(_text(match[1]).lstrip("-") if match[1].startswith(b"--") else _text(match[1]))
        value = _text(match[2]).strip()
        if kind and value:
            yield RegistrySetting(kind, "pypi", value, Place(path, match.start(1), match.end()), replaces_public=kind == "index")


_COMMAND_OPTION = re.compile(
    rb"--(extra-index-url|index-url|index-strategy)(?:[ =\t]+|=)[\"']?([^\s\"'\\]+)"
    rb"|\b(?:PIP|UV)_(EXTRA_INDEX_URL|INDEX_URL|INDEX_STRATEGY)=[\"']?([^\s\"']+)"
)


def read_command_options(path: str, data: bytes) -> Iterator[RegistrySetting]:
    """`pip install --extra-index-url …` and `ENV PIP_EXTRA_INDEX_URL=…` in a Dockerfile or an installation script."""
    text = data[:_MOST_BYTES]
    replaces = re.search(rb"--index-url|\bPIP_INDEX_URL=", text) is not None
    for match in _COMMAND_OPTION.finditer(text):
        name = _text(match[1] or match[3]).lower().replace("_", "-")
        kind: SettingKind = _PIP_KINDS[name]
        yield RegistrySetting(
            kind,
            "pypi",
            _text(match[2] or match[4]),
            Place(path, match.start(), match.end()),
            replaces_public=replaces and kind == "index",
        )


def read_python_sources(path: str, data: bytes) -> Iterator[RegistrySetting]:
    """Sources of uv, Poetry and PDM in pyproject.toml, of uv in uv.toml, of Pipenv in Pipfile."""
    table = read_toml(path, data)[0]
    uv = table if path.rpartition("/")[2] == "uv.toml" else table_at(table, "tool", "uv")
    pip = table_at(uv, "pip")
    for held in (uv, pip):
        for key in ("index-url", "extra-index-url", "index-strategy"):
            value = held.get(key)
            for one in value if isinstance(value, list) else [value] if isinstance(value, str) else []:
                if isinstance(one, str):
                    yield RegistrySetting(
                        _PIP_KINDS[key], "pypi", one, _find(path, data, one, key), replaces_public=key == "index-url"
                    )
    for index in _tables(uv, "index"):
        # uv asks its own indexes first and stops at the first that has the name; an explicit one is asked for named packages only.
        kind: SettingKind = "index" if index.get("default") is True else "registry"
        scope = text_at(index, "name") if index.get("explicit") is True else ""
        yield RegistrySetting(
            kind, "pypi", text_at(index, "url"), _find(path, data, text_at(index, "url")), scope, index.get("default") is True
        )
    poetry = _tables(table_at(table, "tool", "poetry"), "source")
    for source in poetry:
        priority = text_at(source, "priority").lower() or ("secondary" if source.get("secondary") is True else "primary")
        url = text_at(source, "url")
        at = _find(path, data, url)
        if priority in ("supplemental", "secondary"):
            yield RegistrySetting("extra-index", "pypi", url, at, "supplemental")
        elif priority == "explicit":
            yield RegistrySetting("registry", "pypi", url, at, text_at(source, "name"))
        else:
            yield RegistrySetting("index", "pypi", url, at, replaces_public=True)
    yield from _bound(path, data, table, [*_tables(uv, "index"), *poetry])
    yield from _pdm_sources(path, data, _tables(table_at(table, "tool", "pdm"), "source"))
    if path.rpartition("/")[2] == "Pipfile":  # Pipenv takes a package from a further source only where the package names it
        for number, source in enumerate(_tables(table, "source")):
            url = text_at(source, "url")
            yield RegistrySetting(
                "registry" if number else "index", "pypi", url, _find(path, data, url), replaces_public=not number
            )


def _bound(path: str, data: bytes, table: Table, sources: list[Table]) -> Iterator[RegistrySetting]:
    """Packages that are taken from one index only: `tool.uv.sources`, and `source = …` of Poetry."""
    urls = {text_at(source, "name"): text_at(source, "url") for source in sources}
    held = {**table_at(table, "tool", "poetry", "dependencies"), **table_at(table, "tool", "uv", "sources")}
    for name, one in held.items():
        index = (text_at(one, "index") or text_at(one, "source")) if isinstance(one, dict) else ""
        if urls.get(index):
            scope = re.sub(r"[-_.]+", "-", name).lower()
            yield RegistrySetting("scope-registry", "pypi", urls[index], _find(path, data, name), scope)


def _pdm_sources(path: str, data: bytes, sources: list[Table]) -> Iterator[RegistrySetting]:
    """PDM asks all sources alike; one called "pypi" stands for the public index, `include_packages` binds names to one."""
    for source in sources:
        url = text_at(source, "url")
        if text_at(source, "name") == "pypi":
            yield RegistrySetting("index", "pypi", url, _find(path, data, url), replaces_public=True)
        elif not source.get("include_packages"):
            yield RegistrySetting("extra-index", "pypi", url, _find(path, data, url), "supplemental")


def _tables(table: Table, key: str) -> list[Table]:
    value = table.get(key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _find(path: str, data: bytes, text: str, key: str = "") -> Place:
    """Where a text stands; the key's first line if the text is not found as it is."""
    at = data.find(text.encode("utf-8", "replace")) if text else -1
    if at < 0 and key:
        at = data.find(key.encode())
    return Place(path, max(at, 0), max(at, 0) + max(len(text), 1))


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def settings_of(path: str, data: bytes) -> Iterator[RegistrySetting]:
    """The settings in a file, by its name; nothing for other files."""
    name = path.rpartition("/")[2]
    reader = _READERS.get(name)
    if reader is not None:
        yield from reader(path, data)
    elif name.startswith("requirements") and name.endswith((".txt", ".in")):
        yield from read_options(path, data)
    elif name.startswith("Dockerfile") or name.endswith(".dockerfile"):
        yield from read_command_options(path, data)


_READERS = {
    ".npmrc": read_npmrc, ".yarnrc": read_npmrc, ".yarnrc.yml": read_yarnrc, "bunfig.toml": read_bunfig, "pip.conf": read_pip_conf,
    "pip.ini": read_pip_conf, "pyproject.toml": read_python_sources, "uv.toml": read_python_sources, "Pipfile": read_python_sources,
}  # fmt: skip
