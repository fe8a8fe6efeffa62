"""Reads yarn.lock (classic and berry) and pnpm-lock.yaml by their lines.

In: bytes. Out: a `Lock` and diagnostics. Both are written by programs in a fixed layout, and a YAML parser needs seconds for a large one.

    "left@^1.0.0":                    lodash@4.17.21:
      version "1.2.0"                   resolution: {integrity: sha512-…}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.findings.place import Place
from mcp_sast.packages.supply import Lock, LockEntry

MOST_BYTES = 32 * 1024 * 1024
_LINE = re.compile(rb"[^\n]*\n?")
_INTEGRITY = re.compile(rb"integrity:\s*[\"']?((?:sha\d+-[A-Za-z0-9+/=]+\s*)+)")
_TARBALL = re.compile(rb"tarball:\s*[\"']?([^\s,\"'}]+)")
_PNPM_KEY = re.compile(r"^/?(?P<name>(?:@[^/@]+/)?[^/@(]+)[@/](?P<version>[^(_]+)")
_NO_HASH = ("workspace:", "link:", "file:", "portal:")


class _Block:
    """A header line and the lines that are indented below it."""

    def __init__(self, header: str, start: int) -> None:
        self.header = header
        self.start = start
        self.lines: list[tuple[bytes, int]] = []


def _blocks(data: bytes, indent: int, first: int, last: int) -> Iterator[_Block]:
    """Blocks whose header is indented by `indent`, between two offsets."""
    block: _Block | None = None
    at = first
    while at < last:
        match = _LINE.match(data, at)
        line = match[0] if match else b""
        start, at = at, at + max(len(line), 1)
        text = line.strip()
        depth = len(line) - len(line.lstrip(b" "))
        if not text or text.startswith(b"#"):
            continue
        if depth == indent and text.endswith((b":", b"}")):
            if block is not None:
                yield block
            block = _Block(text.decode("utf-8", "replace"), start + depth)
            block.lines.append((text, start + depth))
        elif depth > indent and block is not None:
            block.lines.append((text, start + depth))
    if block is not None:
        yield block


def _field(block: _Block, name: bytes) -> tuple[str, int, int] | None:
    for line, at in block.lines:
        if line.startswith(name) and line[len(name) : len(name) + 1] in (b" ", b":"):
            value = line[len(name) :].lstrip(b": ").strip(b"\"'")
            return value.decode("utf-8", "replace"), at, at + len(line)
    return None


def read_yarn_lock(path: str, data: bytes) -> tuple[Lock | None, tuple[Diagnostic, ...]]:
    """What yarn.lock pins, of Yarn 1 and of its later versions."""
    berry = b"__metadata:" in data[:4096]
    entries: list[LockEntry] = []
    roots: list[tuple[str, str, Place]] = []
    broken = 0
    for block in _blocks(data, 0, 0, min(len(data), MOST_BYTES)):
        header = block.header.rstrip(":").strip("\"'")
        if header == "__metadata":
            continue
        first = header.split(",")[0].strip().strip("\"'")
        name = first[: first.index("@", 1)] if "@" in first[1:] else first
        version = _field(block, b"version")
        if version is None:
            broken += 1
            continue
        source = _field(block, b"resolution" if berry else b"resolved")
        hashes = _field(block, b"checksum" if berry else b"integrity")
        text = source[0] if source else ""
        inline = text.partition("#")[2] if not berry and re.fullmatch(r"[0-9a-f]{40}", text.partition("#")[2]) else ""
        place = Place(path, block.start, block.start + len(block.header.encode()))
        local = any(mark in header or mark in text for mark in _NO_HASH)
        git = text.startswith(("git", "ssh")) or ".git#" in text or "codeload" in text
        entries.append(
            LockEntry(
                name, version[0], "" if berry and "@npm:" in text else text, (hashes[0],) if hashes else (inline,) if inline else (), place,
                Place(path, version[1], version[2]), Place(path, source[1], source[2]) if source else place, local, git,
            )
        )  # fmt: skip
    diagnostics = _complaints(path, data, broken)
    return Lock(path, "npm", "yarn-berry" if berry else "yarn", tuple(entries), True, tuple(roots) or None), diagnostics


def read_pnpm_lock(path: str, data: bytes) -> tuple[Lock | None, tuple[Diagnostic, ...]]:
    """What pnpm-lock.yaml pins: its `packages:` section."""
    found = re.search(rb"^packages:[ \t]*\r?$", data, re.MULTILINE)
    if found is None:
        return Lock(path, "npm", "pnpm", ()), _complaints(path, data, 0)
    following = re.compile(rb"^[a-zA-Z]", re.MULTILINE).search(data, found.end())
    entries: list[LockEntry] = []
    broken = 0
    for block in _blocks(data, 2, found.end(), following.start() if following else min(len(data), MOST_BYTES)):
        key = block.header.partition(": {")[0].rstrip(":").strip("\"'")
        match = _PNPM_KEY.match(key)
        if match is None:
            broken += 1
            continue
        text = b"\n".join(line for line, _ in block.lines)
        integrity, tarball = _INTEGRITY.search(text), _TARBALL.search(text)
        version = match["version"]
        local = any(mark in key for mark in _NO_HASH)
        git = "git" in version or "codeload" in version or b"type: git" in text
        place = Place(path, block.start, block.start + len(block.header.encode()))
        at = next((Place(path, start, start + len(line)) for line, start in block.lines if line.startswith(b"resolution")), place)
        entries.append(
            LockEntry(
                match["name"], version, tarball[1].decode("utf-8", "replace") if tarball else "",
                tuple(integrity[1].decode().split()) if integrity else (), place, place, at, local, git,
            )
        )  # fmt: skip
    return Lock(path, "npm", "pnpm", tuple(entries)), _complaints(path, data, broken)


def _complaints(path: str, data: bytes, broken: int) -> tuple[Diagnostic, ...]:
    out = []
    if broken:
        out.append(Diagnostic("broken-manifest", f"{path}: {broken} entries could not be read; the rest was", Place(path, 0, 1)))
    if len(data) > MOST_BYTES:
        out.append(Diagnostic("limit-reached", f"{path}: only its first {MOST_BYTES} bytes were read", Place(path, 0, 1)))
    return tuple(out)
