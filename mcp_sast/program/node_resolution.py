"""Resolves the imports of JavaScript and TypeScript.

In: paths of a tree, its packages, the importing file's folder and a specifier. Out: `Resolution`.

    "./tool.js" in src/       ->   src/tool.ts             (TypeScript names the file it becomes)
    "../dist/index.js"        ->   src/index.ts            (the target was not built)
    "@acme/shared/text"       ->   packages/shared/…       (a sibling, through its `exports`)
    "#config"                 ->   what the package's `imports` say
    "node:fs", "fs"           ->   builtin fs
    "axios"                   ->   external axios

Node is stricter (an ES module needs the suffix, an unexported subpath fails); bundlers and TypeScript are not, and code that does
not load at all needs no judgement. So the lenient reading is taken wherever the strict one finds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mcp_sast.packages.data_value import PlainObject, PlainValue
from mcp_sast.packages.statements import Package
from mcp_sast.program.resolution import UNRESOLVED, ImportStyle, Paths, Resolution, ancestry, joined, walked

_BUILTINS = frozenset((
    "assert", "async_hooks", "buffer", "child_process", "cluster", "console", "constants", "crypto", "dgram",
    "diagnostics_channel", "dns", "domain", "events", "fs", "http", "http2", "https", "inspector", "module", "net", "os",
    "path", "perf_hooks", "process", "punycode", "querystring", "readline", "repl", "stream", "string_decoder", "sys", "timers",
    "tls", "trace_events", "tty", "url", "util", "v8", "vm", "wasi", "worker_threads", "zlib",
))
_PLATFORM_SCHEMES = ("node:", "bun:", "cloudflare:", "workerd:")
_REGISTRY_SCHEMES = ("npm:", "jsr:")
_LOCAL_SPECS = ("workspace:", "file:", "link:", "portal:", ".")
_JAVASCRIPT_FIRST = (".js", ".mjs", ".cjs", ".jsx", ".ts", ".tsx", ".mts", ".cts", ".json")
_TYPESCRIPT_FIRST = (".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".jsx", ".json")
_WRITTEN_FOR = {".js": (".ts", ".tsx", ".jsx"), ".mjs": (".mts",), ".cjs": (".cts",), ".jsx": (".tsx",)}
_BUILD_FOLDERS = frozenset(("dist", "build", "lib", "out", "output", "esm", "cjs", "compiled", ".build"))
_CONDITIONS: dict[ImportStyle, tuple[str, ...]] = {
    "esm": ("import", "module-sync", "node", "module", "default"), "cjs": ("require", "module-sync", "node", "default"),
}
_ANY_CONDITION = ("import", "require", "node", "module", "bun", "deno", "worker", "workerd", "browser", "source", "default")
_LONGEST = 2000


class NodeResolution:
    """Resolution for one tree. A sibling that bears the name of one of `libraries` is no sibling: it may be there to hide the
    library, and in an installed package no workspace links it."""

    def __init__(self, packages: tuple[Package, ...], paths: Paths, libraries: frozenset[str]) -> None:
        self._paths = paths
        self._libraries = libraries
        self._by_root = {package.root: package for package in packages}
        self._by_name: dict[str, Package] = {}
        for package in packages:
            if package.name and package.ecosystem == "npm" and "node_modules" not in package.root.split("/"):
                self._by_name.setdefault(package.name, package)

    def resolve(self, folder: str, specifier: str, style: ImportStyle, typescript: bool) -> Resolution:
        """What `specifier` means in a file of `folder`."""
        suffixes = _TYPESCRIPT_FIRST if typescript else _JAVASCRIPT_FIRST
        written = specifier[:_LONGEST]
        if style != "cjs" and ("%" in written or "\\" in written):
            written = _unquoted(written).replace("\\", "/")  # an ES module's specifier is a URL
        if written.startswith(("./", "../")) or written in (".", ".."):
            return self._relative(folder, written, suffixes)
        if written.startswith("/"):
            return UNRESOLVED
        if written.startswith("#"):
            return self._internal(folder, written, style, suffixes)
        if written.startswith(("@/", "~/")):
            return self._aliased(folder, written[2:], suffixes)
        return self._platform(written) or self._bare(folder, written, style, suffixes)

    def _relative(self, folder: str, written: str, suffixes: tuple[str, ...]) -> Resolution:
        path = walked(folder, written)
        if path is None:
            return UNRESOLVED
        found = self._file(path, suffixes, folder_only=written.endswith("/") or written.rpartition("/")[2] in (".", ".."))
        if found is None:
            bare = path.partition("?")[0].partition("#")[0]
            found = self._file(bare, suffixes) if bare != path else None
        found = found or self._source_of(path.partition("?")[0], suffixes)
        return Resolution("file", found) if found else UNRESOLVED

    def _platform(self, written: str) -> Resolution | None:
        if written.startswith("node:"):
            return Resolution("builtin", library=written[5:])
        if written.startswith(_PLATFORM_SCHEMES) or written == "bun":
            return Resolution("builtin", library=written)
        if written.partition("/")[0] in _BUILTINS and not written.endswith("/"):
            return Resolution("builtin", library=written)
        if ":" in written and not written.startswith(_REGISTRY_SCHEMES):
            return Resolution("external", library=written)  # a URL that Deno, a browser or a loader hook fetches
        return None

    def _bare(self, folder: str, written: str, style: ImportStyle, suffixes: tuple[str, ...]) -> Resolution:
        for scheme in _REGISTRY_SCHEMES:
            if written.startswith(scheme):
                written = _without_version(written.removeprefix(scheme).lstrip("/"))
        written = written.rstrip("/")
        name, subpath = _package_name(written)
        if not name:
            return UNRESOLVED
        own = self._package_of(folder)
        if own is not None and own.name == name:
            return self._in_package(own, subpath, style, suffixes)
        for above in ancestry(folder):
            root = joined(above, f"node_modules/{name}")
            if root in self._paths.folders:
                package = self._by_root.get(root) or Package(root, "npm", name)
                found = self._in_package(package, subpath, style, suffixes)
                return found if found.kind == "file" else Resolution("external", library=written)
        sibling = self._by_name.get(name)
        if sibling is not None and (name not in self._libraries or _is_linked(own, name)):
            return self._in_package(sibling, subpath, style, suffixes)
        return Resolution("external", library=written)

    def _aliased(self, folder: str, rest: str, suffixes: tuple[str, ...]) -> Resolution:
        """`@/x` can be no package; by convention it starts at the source folder."""
        root = self._root_of(folder)
        for start in (joined(root, "src"), root):
            path = walked(start, rest)
            found = self._file(path, suffixes) if path is not None else None
            if found:
                return Resolution("file", found)
        return UNRESOLVED

    def _internal(self, folder: str, written: str, style: ImportStyle, suffixes: tuple[str, ...]) -> Resolution:
        package = self._package_of(folder)
        if package is None or not isinstance(package.module_fields.imports, PlainObject):
            return UNRESOLVED
        for target in _targets(package.module_fields.imports, written, style):
            if target.startswith("./"):
                found = self._target(package.root, target, suffixes)
                if found:
                    return Resolution("file", found)
            elif not target.startswith(("#", "../", "/")):
                return self._platform(target) or self._bare(folder, target, style, suffixes)
        return UNRESOLVED

    def _in_package(self, package: Package, subpath: str, style: ImportStyle, suffixes: tuple[str, ...]) -> Resolution:
        """A package by name, or a path below it, through `exports`, else `main`, else by file name."""
        fields = package.module_fields
        for target in _targets(_as_subpaths(fields.exports), f"./{subpath}" if subpath else ".", style):
            found = self._target(package.root, target, suffixes)
            if found:
                return Resolution("file", found)
        written = (subpath,) if subpath else (*(name for name in (fields.main, fields.module) if name), ".")
        for name in written:
            found = self._target(package.root, name, suffixes)
            if found:
                return Resolution("file", found)
        return UNRESOLVED

    def _target(self, root: str, written: str, suffixes: tuple[str, ...]) -> str | None:
        """A path that a manifest writes, which may not leave the package."""
        path = walked(root, written)
        if path is None or not (path == root or root == "" or path.startswith(f"{root}/")):
            return None
        return self._file(path, suffixes, folder_only=path == root) or self._source_of(path, suffixes)

    def _file(self, path: str, suffixes: tuple[str, ...], folder_only: bool = False) -> str | None:
        """The file at a path: itself, the source it is compiled from, with a suffix, or the index of a folder."""
        files = self._paths.files
        if path and not folder_only:
            if path in files:
                return path
            dot = path.rfind(".")
            stem, suffix = (path[:dot], path[dot:]) if dot > path.rfind("/") + 1 else (path, "")
            for other in _WRITTEN_FOR.get(suffix, ()):
                if stem + other in files:
                    return stem + other
            for other in suffixes:
                if path + other in files:
                    return path + other
        if path not in self._paths.folders:
            return None
        package = self._by_root.get(path)
        main = walked(path, package.module_fields.main) if package is not None else None
        found = self._plain_file(main, suffixes) if main and main != path else None
        if found:
            return found
        return self._plain_file(joined(path, "index"), suffixes, only_suffixed=True)

    def _plain_file(self, path: str, suffixes: tuple[str, ...], only_suffixed: bool = False) -> str | None:
        candidates = [path + suffix for suffix in suffixes]
        if not only_suffixed:
            candidates = [path, *candidates, *(f"{path}/index{suffix}" for suffix in suffixes)]
        return next((candidate for candidate in candidates if candidate in self._paths.files), None)

    def _source_of(self, path: str, suffixes: tuple[str, ...]) -> str | None:
        """The source of a file below a build folder that is not there."""
        parts = path.split("/")
        for at in range(len(parts) - 1):
            if parts[at] not in _BUILD_FOLDERS:
                continue
            for skipped in range(at + 1, min(len(parts), at + 3)):
                for start in (["src"], ["source"], []):
                    candidate = "/".join([*parts[:at], *start, *parts[skipped:]])
                    found = self._file(candidate, suffixes) if candidate != path else None
                    if found:
                        return found
        return None

    def _package_of(self, folder: str) -> Package | None:
        return next((self._by_root[above] for above in ancestry(folder) if above in self._by_root), None)

    def _root_of(self, folder: str) -> str:
        package = self._package_of(folder)
        return package.root if package is not None else ""


def is_typescript(path: str) -> bool:
    """Whether a file's own kind is tried first in its imports."""
    return path.endswith((".ts", ".tsx", ".mts", ".cts"))


def _unquoted(written: str) -> str:
    """Percent escapes undone, of ASCII characters at least: what hides a file's name."""
    return re.sub(r"%([0-7][0-9A-Fa-f])", lambda found: chr(int(found[1], 16)), written)


def _is_linked(package: Package | None, name: str) -> bool:
    """Whether the package's manifest says that a dependency lies in the same tree."""
    dependencies = package.dependencies if package is not None else ()
    return any(dependency.name == name and dependency.spec.startswith(_LOCAL_SPECS) for dependency in dependencies)


def _package_name(written: str) -> tuple[str, str]:
    """A bare specifier's package and the path below it; ("", "") if it is none."""
    parts = written.split("/")
    count = 2 if written.startswith("@") else 1
    if len(parts) < count or not all(parts[:count]):
        return "", ""
    return "/".join(parts[:count]), "/".join(parts[count:])


def _without_version(written: str) -> str:
    """`@scope/name@1.2/sub` is `@scope/name/sub`."""
    name, subpath = _package_name(written)
    at = name.rfind("@")
    name = name[:at] if at > 0 else name
    return f"{name}/{subpath}" if subpath else name


def _as_subpaths(exports: PlainValue) -> PlainObject:
    """`exports` in its long form: a mapping of subpaths."""
    if exports is None:
        return PlainObject(())
    if isinstance(exports, PlainObject) and any(key.startswith(".") for key, _ in exports.entries):
        return exports
    return PlainObject(((".", exports),))


def _targets(table: PlainObject, wanted: str, style: ImportStyle) -> Iterator[str]:
    """The paths that a table of subpaths gives for one, best first: the conditions of the style, then any."""
    entry = _entry(table, wanted)
    if entry is None:
        return
    value, rest = entry
    conditions = _CONDITIONS["cjs" if style == "cjs" else "esm"]
    for accepted in (conditions, _ANY_CONDITION):
        stack: list[PlainValue] = [value]
        while stack:
            current = stack.pop()
            if isinstance(current, str):
                yield current.replace("*", rest)
            elif isinstance(current, PlainObject):
                stack.extend(inner for key, inner in reversed(current.entries) if key in accepted)
            elif isinstance(current, tuple):
                stack.extend(reversed(current))


def _entry(table: PlainObject, wanted: str) -> tuple[PlainValue, str] | None:
    """The entry for a subpath, and what its `*` stands for: the exact one, else the pattern with the longest text ahead of `*`."""
    best: tuple[int, PlainValue, str] | None = None
    for key, value in table.entries:
        if key == wanted:
            return value, ""
        head, star, tail = key.partition("*")
        if not star and key.endswith("/") and wanted.startswith(key):  # the older form, a folder
            value, star = (f"{value}*" if isinstance(value, str) else value), "*"
        if star and wanted.startswith(head) and wanted.endswith(tail) and len(wanted) > len(head) + len(tail) - (not tail):
            rest = wanted[len(head):len(wanted) - len(tail)]
            if best is None or len(head) > best[0]:
                best = (len(head), value, rest)
    return (best[1], best[2]) if best else None
