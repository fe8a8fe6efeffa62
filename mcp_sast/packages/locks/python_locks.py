"""Reads uv.lock, poetry.lock, pdm.lock, pylock.toml and Pipfile.lock.

In: bytes. Out: a `Lock` and diagnostics. Places come from the text: an entry stands where its `[[package]]` block does.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.findings.place import Place
from mcp_sast.packages.json_document import read_json
from mcp_sast.packages.supply import Lock, LockEntry
from mcp_sast.packages.toml_document import Table, list_at, table_at, text_at

MOST_BYTES = 32 * 1024 * 1024
_BLOCK = re.compile(rb"^[ \t]*\[\[(?:package|packages)\]\][^\n]*\n", re.MULTILINE)
_NAME = re.compile(rb"^[ \t]*name[ \t]*=[ \t]*[^\n]*", re.MULTILINE)
_VERSION = re.compile(rb"^[ \t]*version[ \t]*=[ \t]*[^\n]*", re.MULTILINE)
_SOURCE = re.compile(rb"^[ \t]*(?:source|url|index)[ \t]*=[ \t]*[^\n]*", re.MULTILINE)
_BRACKETS = re.compile(rb"[\[{]{60}")
_LOCAL = ("editable", "virtual", "directory", "path", "workspace")


def read_toml_lock(path: str, data: bytes) -> tuple[Lock | None, tuple[Diagnostic, ...]]:
    """What uv.lock, poetry.lock, pdm.lock or pylock.toml pins."""
    start = Place(path, 0, min(1, len(data)))
    if len(data) > MOST_BYTES or _BRACKETS.search(data.translate(None, b" \t\r\n")):
        return None, (Diagnostic("limit-reached", f"{path}: too large or too deeply nested; nothing of it is known", start),)
    try:
        table = tomllib.loads(data.removeprefix(b"\xef\xbb\xbf").decode("utf-8"))
    except (ValueError, RecursionError) as error:
        text = str(error)[:200] or type(error).__name__
        return None, (Diagnostic("broken-manifest", f"{path}: no valid TOML ({text}); nothing of it is known", start),)
    name = path.rpartition("/")[2]
    packages = [one for one in (list_at(table, "package") or list_at(table, "packages")) if isinstance(one, dict)]
    blocks = [match.start() for match in _BLOCK.finditer(data)]
    files = table_at(table, "metadata", "files")
    entries = []
    for number, package in enumerate(packages):
        first = blocks[number] if number < len(blocks) else 0
        last = blocks[number + 1] if number + 1 < len(blocks) else len(data)
        entries.append(_entry(path, data, package, first, last, files))
    return Lock(path, "pypi", name.partition(".")[0], tuple(entries), True, None), ()


def _entry(path: str, data: bytes, package: Table, first: int, last: int, files: Table) -> LockEntry:
    def place(pattern: re.Pattern[bytes]) -> Place | None:
        found = pattern.search(data, first, last)
        return Place(path, found.start(), found.end()) if found else None

    at = place(_NAME) or Place(path, first, min(first + 1, len(data)))
    source = package.get("source")
    held: Table = source if isinstance(source, dict) else {}
    address = next((text_at(held, key) for key in ("registry", "url", "git", "reference") if text_at(held, key)), "")
    vcs = package.get("vcs")
    artefacts = _artefacts(package, files)
    urls = [text_at(one, "url") for one in artefacts if text_at(one, "url")]
    kind = text_at(held, "type")
    local = (
        any(key in held for key in _LOCAL) or kind in ("directory", "file") or any(key in package for key in ("directory", "path"))
    )
    return LockEntry(
        text_at(package, "name"),
        text_at(package, "version"),
        text_at(held, "url") or address or (urls[0] if urls else text_at(package, "index")),
        tuple(hashed for one in artefacts for hashed in _hashes(one)),
        at,
        place(_VERSION) or at,
        place(_SOURCE) or at,
        local,
        "git" in held or kind == "git" or isinstance(vcs, dict) or "git" in package,
    )


def _artefacts(package: Table, files: Table) -> list[Any]:
    found: list[Any] = []
    for key in ("files", "wheels"):
        found += [one for one in list_at(package, key) if isinstance(one, dict)]
    found += [one for key in ("sdist", "archive") if isinstance(one := package.get(key), dict)]
    return found or [one for one in list_at(files, text_at(package, "name")) if isinstance(one, dict)]


def _hashes(artefact: Table) -> list[str]:
    if text_at(artefact, "hash"):
        return [text_at(artefact, "hash")]
    return [f"{name}:{value}" for name, value in table_at(artefact, "hashes").items()]


def read_pipfile_lock(path: str, data: bytes) -> tuple[Lock | None, tuple[Diagnostic, ...]]:
    """What Pipfile.lock pins."""
    value, diagnostics = read_json(path, data)
    if value is None or value.kind != "object":
        return None, diagnostics
    entries = []
    for group in ("default", "develop"):
        held = value.get(group)
        for member in held.members if held else ():
            hashes = member.value.get("hashes")
            version, index = member.value.get("version"), member.value.get("index")
            git = member.value.get("git") is not None
            local = any(member.value.get(key) is not None for key in ("path", "file", "editable"))
            at = version.place if version is not None else member.key_place
            entries.append(
                LockEntry(
                    member.key, member.value.text("version").removeprefix("=="), "",
                    tuple(str(one.scalar) for one in (hashes.items if hashes else ())), member.key_place, at,
                    index.place if index is not None else member.key_place, local, git,
                )
            )  # fmt: skip
    return Lock(path, "pypi", "Pipfile", tuple(entries)), diagnostics
