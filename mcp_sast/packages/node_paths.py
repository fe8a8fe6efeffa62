"""Finds the file of a package that a path in an npm manifest means.

In: a path as package.json writes it, the files at hand, the package's tsconfig. Out: paths of the tree.

    "dist/index"      ->   dist/index.js          (Node adds the suffix)
    "dist/index.js"   ->   src/index.ts           (not built: back to its source)
    "./dist/*.js"     ->   dist/a.js, dist/b.js
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping

from mcp_sast.packages.json_document import read_json

_SUFFIXES = (".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".tsx", ".jsx")
_SOURCE_SUFFIXES = (".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".jsx", ".cjs")
_BUILT = re.compile(r"\.(?:[cm]?js|jsx)$")
_SOURCE_FOLDERS = ("src/", "lib/", "source/", "server/")
_MOST_OF_A_PATTERN = 5000
_MOST_FOLDERS = 20
_CONFIGS = ("tsconfig.json", "tsconfig.build.json", "tsconfig.base.json")


class NodePaths:
    """Resolves paths below one package root; `files` are all files of the tree."""

    def __init__(self, root: str, files: Mapping[str, bytes]) -> None:
        self._root = root
        self._files = files
        self._sorted: list[str] | None = None
        self._builds = _build_folders(root, files)

    def resolve(self, written: str) -> tuple[str, ...]:
        """The files that a path or a pattern with one `*` names; () if there is none."""
        path = below(self._root, written)
        if path is None:
            return ()
        if "*" in path:
            return self._matching(path)
        found = self._file(path) or self._source_of(path)
        return (found,) if found else ()

    def _matching(self, pattern: str) -> tuple[str, ...]:
        """The package's code files that a pattern names; asked of a sorted list, for a manifest may hold many patterns."""
        if self._sorted is None:
            self._sorted = [name for name in sorted(self._files) if name.endswith(_SUFFIXES) and not _is_declaration(name)]
        head, _, tail = pattern.partition("*")
        found: list[str] = []
        for name in self._sorted[bisect_left(self._sorted, head) :]:
            if not name.startswith(head) or len(found) >= _MOST_OF_A_PATTERN:
                break
            if name.endswith(tail) and len(name) > len(head) + len(tail) and "node_modules/" not in name[len(head) :]:
                found.append(name)
        return tuple(found)

    def _file(self, path: str) -> str | None:
        if path in self._files and path:
            return path
        folder = f"{path}/" if path else ""
        candidates = [path + suffix for suffix in _SUFFIXES if path] + [f"{folder}index{suffix}" for suffix in _SUFFIXES]
        return next((candidate for candidate in candidates if candidate in self._files), None)

    def _source_of(self, path: str) -> str | None:
        """The source that a missing built file is made from: what tsconfig says, else the same name below a source folder."""
        prefix = f"{self._root}/" if self._root else ""
        inner = _BUILT.sub("", path[len(prefix) :])
        # Without a suffix it may be a folder, whose index is meant.
        for name in (inner, f"{inner}/index") if inner == path[len(prefix) :] else (inner,):
            found = self._first_source(prefix, name)
            if found:
                return found
        return None

    def _first_source(self, prefix: str, inner: str) -> str | None:
        folders = [source + inner[len(out) :] for out, source in self._builds if inner.startswith(out)]
        parts = inner.split("/")
        stems = []
        for dropped in range(min(len(parts), _MOST_FOLDERS)):
            rest = "/".join(parts[dropped:])
            folders += [folder + rest for folder in _SOURCE_FOLDERS]
            # `scripts/build.js` is not made from `build/index.ts`: outside of source folders the name alone must do.
            stems += [*folders, *(f"{stem}/index" for stem in folders), rest]
            folders = []
        for stem in stems:
            for suffix in _SOURCE_SUFFIXES:
                if f"{prefix}{stem}{suffix}" in self._files:
                    return f"{prefix}{stem}{suffix}"
        return None


def below(root: str, written: str) -> str | None:
    """A path of a manifest as a path of the tree; None if it climbs out of the target."""
    parts = root.split("/") if root else []
    for part in written.replace("\\", "/").split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _is_declaration(name: str) -> bool:
    return name.endswith((".d.ts", ".d.mts", ".d.cts"))


def _build_folders(root: str, files: Mapping[str, bytes]) -> tuple[tuple[str, str], ...]:
    """Pairs of output folder and source folder from the package's tsconfig files, each with its slash."""
    found: list[tuple[str, str]] = []
    for name in _CONFIGS:
        path = f"{root}/{name}" if root else name
        if path not in files:
            continue
        value, _ = read_json(path, files[path])
        out = below("", value.text("compilerOptions", "outDir")) if value else None
        if value and out:
            source = below("", value.text("compilerOptions", "rootDir")) or ""
            found += [(f"{out}/", f"{source}/" if source else ""), (f"{out}/", "src/")]
    return tuple(found)
