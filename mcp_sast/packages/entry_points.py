"""Resolves the entry points of a package to files.

In: entry points as manifests write them, the package's files. Out: `EntryPoint` values, whether the package's commands were found,
and a diagnostic for each that was not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.findings.place import Place
from mcp_sast.packages.node_paths import NodePaths
from mcp_sast.packages.python_paths import PythonPaths
from mcp_sast.packages.statements import EntryKind, EntryPoint, EntryText, Statements
from mcp_sast.syntax.parser import language_of

# Kinds that start the server; hooks, plug-ins and scripts of the developer don't show where it starts.
_STARTS: frozenset[EntryKind] = frozenset({"bin", "main", "exports", "module", "manifest"})
_NO_CODE = (".json", ".css", ".html", ".node", ".wasm", ".md", ".d.ts", ".d.mts", ".d.cts", ".map")
_CONVENTIONAL = ("index", "server", "main", "app", "cli", "__main__", "__init__", "mcp_server")
_CONVENTIONAL_FOLDERS = ("", "src/", "dist/", "build/", "lib/", "server/", "out/")
# No package names more than some hundreds; each costs a search.
_MOST_ENTRIES = 2000
_PTH_IMPORT = re.compile(rb"^[ \t]*import[ \t]+([\w., \t]+)", re.MULTILINE)
_MOST_OF_PTH = 1024 * 1024
_CODE = (".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".tsx", ".jsx", ".py")


@dataclass(frozen=True, slots=True)
class ResolvedEntries:
    entry_points: tuple[EntryPoint, ...]
    entry_resolved: bool
    python_roots: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]


def resolve_entries(root: str, said: Statements, files: Mapping[str, bytes], own: tuple[str, ...]) -> ResolvedEntries:
    """The package's entry points. If none starts the server, files of conventional names stand in for it, unresolved."""
    node = NodePaths(root, files)
    python = PythonPaths(root, files, own, said.python_roots)
    found: list[EntryPoint] = []
    diagnostics: list[Diagnostic] = []
    is_command_missing = False
    for number, entry in enumerate(said.entries):
        if number >= _MOST_ENTRIES or len(found) >= _MOST_ENTRIES:
            text = f"more than {_MOST_ENTRIES} entry points are named; the rest was left out"
            diagnostics.append(Diagnostic("limit-reached", text, entry.place, "warning", True))
            break
        points = _resolve(entry, node, python)
        found.extend(points)
        if not points and not entry.text.lower().endswith(_NO_CODE):
            is_command_missing |= entry.kind in ("bin", "manifest")
            diagnostics.extend(_missing(entry))
    found.extend(_unnamed(root, own, files, python, {point.path for point in found}))
    if not any(point.kind in ("main", "exports") for point in found) and not (said.module_fields and said.module_fields.exports):
        # Node's default, where package.json names no main.
        default = f"{root}/index.js" if root else "index.js"
        if said.module_fields and default in files:
            found.append(EntryPoint("main", default, "", "", None))
    is_resolved = any(point.kind in _STARTS for point in found) and not is_command_missing
    if not any(point.kind in _STARTS for point in found):
        found.extend(_conventional(root, said.name, own, python))
    has_python = any(path.endswith(".py") for path in own)
    return ResolvedEntries(
        tuple(dict.fromkeys(found)), is_resolved, tuple(dict.fromkeys(python.roots)) if has_python else (), tuple(diagnostics)
    )


def _resolve(entry: EntryText, node: NodePaths, python: PythonPaths) -> list[EntryPoint]:
    if entry.style == "object":
        # `pkg.module:object.method [extra]`
        dotted, _, function = entry.text.partition("[")[0].partition(":")
        path = python.module(dotted)
        return [EntryPoint(entry.kind, path, function.strip(), entry.name, entry.place, entry.group)] if path else []
    paths = node.resolve(entry.text)
    if not paths:
        path = python.file(entry.text)
        paths = (path,) if path else ()
    return [EntryPoint(entry.kind, path, entry.function, entry.name, entry.place) for path in paths if not path.endswith(_NO_CODE)]


def _missing(entry: EntryText) -> Iterator[Diagnostic]:
    # A published package leaves out what its developer's scripts run, and half of its build variants.
    # `pdm_build.py` is a hook only where it is there.
    if entry.kind not in ("bin", "manifest", "main", "exports", "hook") or entry.text == "pdm_build.py":
        return
    level = "warning" if entry.kind in ("bin", "manifest") else "note"
    where = entry.place.path if entry.place else "a manifest"
    text = f"{where}: {entry.kind} {entry.name[:80]!r} names {entry.text[:200]!r}, which is not in the package"
    yield Diagnostic("unresolved-entry", text, entry.place, "warning" if level == "warning" else "note")


def _unnamed(
    root: str, own: tuple[str, ...], files: Mapping[str, bytes], python: PythonPaths, known: set[str]
) -> Iterator[EntryPoint]:
    """What starts by its name alone: `python -m pkg`, modules that the interpreter loads, scripts that a wheel installs."""
    prefixes = tuple(f"{folder}/" if folder else "" for folder in python.roots)
    packages = tuple(
        path[: -len("__main__.py")]
        for path in own
        if path.endswith("/__main__.py") and _parent(path.rpartition("/")[0]) in prefixes
    )
    start = len(root) + 1 if root else 0
    for path in own:
        folder, _, name = path.rpartition("/")
        if name.endswith(".pth"):
            yield from _started_by_pth(path, files.get(path, b""), python)
        # `python -m pkg`, not the main modules of what a package carries along.
        if name == "__main__.py" and (f"{folder}/" if folder else "") in prefixes + packages:
            yield EntryPoint("module", path, "", folder.replace("/", "."), None)
        elif name in ("sitecustomize.py", "usercustomize.py") and path[: -len(name)] in prefixes:
            yield EntryPoint("module", path, "", name[:-3], None)
        elif _is_installed_script(path[start:]) and path not in known:
            yield EntryPoint("script", path, "", name, None)


def _started_by_pth(path: str, data: bytes, python: PythonPaths) -> Iterator[EntryPoint]:
    """The modules that a line `import name; …` of a .pth file loads at every start of the interpreter."""
    for match in _PTH_IMPORT.finditer(data[:_MOST_OF_PTH]):
        for dotted in match[1].decode("ascii", "replace").split(","):
            module = python.module(dotted.split(" as ")[0].strip())
            if module is not None:
                yield EntryPoint("module", module, "", path.rpartition("/")[2], Place(path, match.start(), match.end()), "pth")


def _parent(folder: str) -> str:
    """The folder above, as a prefix of paths."""
    above = folder.rpartition("/")[0]
    return f"{above}/" if above else ""


def _is_installed_script(path: str) -> bool:
    """Whether a wheel puts the file beside its commands: `name-1.0.data/scripts/run`."""
    parts = path.split("/")
    return len(parts) == 3 and parts[0].endswith(".data") and parts[1] == "scripts"


def _conventional(root: str, name: str, own: tuple[str, ...], python: PythonPaths) -> Iterator[EntryPoint]:
    """The file that probably starts the server: the only one, or those of the first folder with a usual name."""
    code = [path for path in own if language_of(path) in ("javascript", "typescript", "python")]
    if len(code) == 1:
        yield EntryPoint("module", code[0], "", "", None)
        return
    held = set(code)
    prefix = f"{root}/" if root else ""
    module = name.lower().replace("-", "_").replace(".", "_").rsplit("/", 1)[-1]
    packages = [f"{folder}/{module}/" if folder else f"{module}/" for folder in python.roots] if module else []
    for folder in (*(prefix + folder for folder in _CONVENTIONAL_FOLDERS), *packages):
        matches = [path for stem in _CONVENTIONAL for suffix in _CODE for path in (f"{folder}{stem}{suffix}",) if path in held]
        if matches:
            yield from (EntryPoint("module", path, "", "", None) for path in matches)
            return
    # No usual name: every top-level package is loaded by whoever imports it.
    for path in code:
        if path.endswith("/__init__.py") and any(
            path.count("/") == folder.count("/") + 1 + bool(folder) for folder in python.roots if path.startswith(folder)
        ):
            yield EntryPoint("module", path, "", "", None)
