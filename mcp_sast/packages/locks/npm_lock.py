"""Reads package-lock.json and npm-shrinkwrap.json (versions 1 to 3), and bun.lock.

In: bytes. Out: a `Lock` and diagnostics; a file without any dependency is a lock without entries.
"""

from __future__ import annotations

from collections.abc import Iterator

from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.findings.place import Place
from mcp_sast.packages.data_value import DataValue
from mcp_sast.packages.json_document import read_json
from mcp_sast.packages.supply import Lock, LockEntry

_FIELDS = ("dependencies", "devDependencies", "optionalDependencies")
_NO_HASH = ("file:", "link:", "workspace:")
_GIT = ("git+", "git:", "git@", "github:", "ssh:")


def read_package_lock(path: str, data: bytes) -> tuple[Lock | None, tuple[Diagnostic, ...]]:
    """What package-lock.json or npm-shrinkwrap.json pins."""
    value, diagnostics = read_json(path, data)
    if value is None or value.kind != "object":
        wrong = (
            ()
            if value is None
            else (Diagnostic("broken-manifest", f"{path}: not a JSON object; nothing of it is known", value.place),)
        )
        return None, (*diagnostics, *wrong)
    packages = value.get("packages")
    if packages is not None and packages.members:
        entries = tuple(_flat(packages))
        root = packages.get("")
        roots = tuple(_roots(root)) if root is not None and root.kind == "object" else None
    else:
        entries, roots = tuple(_nested(value)), None
    odd = [field for field in ("packages", "dependencies") if (held := value.get(field)) is not None and held.kind != "object"]
    if odd:
        text = f"{path}: {' and '.join(odd)} must be an object; nothing of it is known"
        diagnostics += (Diagnostic("broken-manifest", text, value.place),)
    return Lock(path, "npm", "package-lock", entries, True, roots), diagnostics


def _roots(root: DataValue) -> Iterator[tuple[str, str, Place]]:
    for field in _FIELDS:
        held = root.get(field)
        for member in held.members if held else ():
            yield member.key, str(member.value.scalar or ""), member.key_place


def _flat(packages: DataValue) -> Iterator[LockEntry]:
    for member in packages.members:
        if not member.key or member.value.kind != "object":
            continue
        _, marker, inner = member.key.rpartition("node_modules/")
        name = member.value.text("name") or (inner if marker else member.key)
        link = member.value.get("link")
        local = not marker or (link is not None and link.scalar is True)
        yield _entry(name, member.value, local)


def _nested(value: DataValue) -> Iterator[LockEntry]:
    stack = [value]
    while stack:
        held = stack.pop().get("dependencies")
        for member in held.members if held else ():
            if member.value.kind == "object":
                yield _entry(member.key, member.value, False)
                stack.append(member.value)


def _entry(name: str, value: DataValue, local: bool) -> LockEntry:
    version, resolved = value.get("version"), value.get("resolved")
    source = value.text("resolved")
    text = value.text("version")
    bundled = value.get("inBundle") or value.get("bundled")
    return LockEntry(
        name,
        text,
        source,
        tuple(value.text("integrity").split()),
        value.place,
        version.place if version is not None else value.place,
        resolved.place if resolved is not None else value.place,
        local or source.startswith(_NO_HASH) or text.startswith(_NO_HASH) or (bundled is not None and bundled.scalar is True),
        source.startswith(_GIT) or text.startswith(_GIT),
    )


def read_bun_lock(path: str, data: bytes) -> tuple[Lock | None, tuple[Diagnostic, ...]]:
    """What bun.lock pins: `"name": ["name@1.0.0", "", {…}, "sha512-…"]`."""
    value, diagnostics = read_json(path, data)
    packages = value.get("packages") if value is not None else None
    if packages is None or packages.kind != "object":
        return None, diagnostics
    entries = []
    for member in packages.members:
        items = member.value.items
        if not items or not isinstance(items[0].scalar, str):
            continue
        name, _, version = items[0].scalar.rpartition("@")
        texts = [item.scalar for item in items if isinstance(item.scalar, str)]
        source = items[1].scalar if len(items) > 1 and isinstance(items[1].scalar, str) else ""
        hashes = tuple(text for text in texts[1:] if text.startswith(("sha512-", "sha256-", "sha1-")))
        local = "workspace:" in items[0].scalar or "file:" in items[0].scalar or "link:" in items[0].scalar
        git = "github:" in items[0].scalar or "git+" in items[0].scalar
        entries.append(LockEntry(name, version, source, hashes, member.value.place, items[0].place, items[0].place, local, git))
    return Lock(path, "npm", "bun", tuple(entries)), diagnostics
