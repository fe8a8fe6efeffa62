"""Resolves the imports of Python.

In: paths of a tree, its packages, the importing file's folder and a specifier. Out: `Resolution`.

    "..store" in pkg/tools/         ->   pkg/store.py
    "." and the name "server"       ->   pkg/server.py, submodule
    "pkg.mod" in another folder     ->   src/pkg/mod.py         (a root of the package, or a script's own folder)
    "os.path"                       ->   builtin os.path
    "requests"                      ->   external requests
"""

from __future__ import annotations

import re
import sys

from mcp_sast.packages.statements import Package
from mcp_sast.program.resolution import UNRESOLVED, Paths, Resolution, ancestry, folder_of, joined, walked

_BUILTINS = sys.stdlib_module_names
_SUFFIXES = (".py", ".pyw")
_NATIVE_SUFFIXES = (".so", ".pyd")


class PythonResolution:
    """Resolution for one tree. A module that is found only because it may be on the path never hides one of `libraries`."""

    def __init__(self, packages: tuple[Package, ...], paths: Paths, libraries: frozenset[str]) -> None:
        self._files = paths.files
        self._libraries = libraries
        self._native = {_native_stem(path): path for path in sorted(paths.files, reverse=True) if path.endswith(_NATIVE_SUFFIXES)}
        self._folders = _folders_of_modules(paths)
        self._by_root = {package.root: package for package in packages}
        self._all_roots = tuple(dict.fromkeys(root for package in packages for root in package.python_roots))

    def resolve(self, folder: str, specifier: str, name: str | None) -> Resolution:
        """What `import specifier` means in a file of `folder`, or, with a name, `from specifier import name`."""
        dotted = specifier.lstrip(".")
        names = tuple(part for part in dotted.split(".") if part)
        dots = len(specifier) - len(dotted)
        if dots:
            base = walked(folder, "/".join([".."] * (dots - 1)))
            return self._below(base, names, name) if base is not None else UNRESOLVED
        if not names:
            return UNRESOLVED
        return self._absolute(folder, names, name)

    def _absolute(self, folder: str, names: tuple[str, ...], name: str | None) -> Resolution:
        top = self._top_folder(folder)
        builtin = names[0] in _BUILTINS
        own = next((self._by_root[above] for above in ancestry(folder) if above in self._by_root), None)
        if names[0] in self._libraries and own is not None and _depends_on(own, names[0]):
            return Resolution("external", library=".".join(names))  # installed side by side, the library's package wins
        sure, possible = self._search_path(own, top)
        # The standard library comes ahead of all but the folder of a script.
        for root in ((top,) if top == folder else ()) if builtin else sure:
            if self._module(joined(root, names[0])):
                return self._below(root, names, name)
        if builtin:
            return Resolution("builtin", library=".".join(names))
        if names[0] not in self._libraries:
            for root in (*possible, folder):
                if self._module(joined(root, names[0])):
                    return self._below(root, names, name)
            # A folder without `__init__.py` counts only where nothing else is found, in Python too.
            for root in (*sure, *possible):
                found = self._below(root, names, name) if joined(root, names[0]) in self._folders else UNRESOLVED
                if found.kind == "file" or (found.kind == "namespace-package" and (name is None or found.submodule)):
                    return found
        return Resolution("external", library=".".join(names))

    def _top_folder(self, folder: str) -> str:
        """The folder that holds the file's top package; a script's own folder."""
        while folder and f"{folder}/__init__.py" in self._files:
            folder = folder_of(folder)
        return folder

    def _search_path(self, own: Package | None, top: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Where absolute imports look for sure: beside the file's top package, and the roots of its package. Then where the other
        packages of the tree have their roots: they may be installed too."""
        sure = tuple(dict.fromkeys((top, *(own.python_roots if own is not None else ()))))
        return sure, tuple(root for root in self._all_roots if root not in sure)

    def _below(self, base: str, names: tuple[str, ...], name: str | None) -> Resolution:
        """Walk from a folder through packages as far as there are modules."""
        path, folder = self._package_file(base), base
        for at, part in enumerate(names):
            below = joined(folder, part)
            found = self._module(below)
            if found is None and below not in self._folders:
                return UNRESOLVED
            path, folder = found or "", below
            if found and not found.endswith("/__init__.py"):
                return Resolution("file", found, remainder=names[at + 1:])
        return self._of_package(folder, path, name)

    def _of_package(self, folder: str, path: str, name: str | None) -> Resolution:
        if name is not None and name != "*":
            found = self._module(joined(folder, name))
            if found:
                return Resolution("file", found, submodule=True, package=path)
            if not path and joined(folder, name) in self._folders:
                return Resolution("namespace-package", joined(folder, name), submodule=True)
        if path:
            return Resolution("file", path)
        return Resolution("namespace-package", folder) if folder in self._folders else UNRESOLVED

    def _package_file(self, folder: str) -> str:
        path = joined(folder, "__init__.py")
        return path if path in self._files else ""

    def _module(self, path: str) -> str | None:
        """The module of that path: a package before a file, as in Python."""
        package = f"{path}/__init__.py"
        if package in self._files:
            return package
        return next((path + suffix for suffix in _SUFFIXES if path + suffix in self._files), None) or self._native.get(path)


def _depends_on(package: Package, library: str) -> bool:
    wanted = library.replace("_", "-").lower()
    return any(re.sub(r"[-_.]+", "-", dependency.name).lower() == wanted for dependency in package.dependencies)


def _native_stem(path: str) -> str:
    """`pkg/fast.cpython-311-x86_64-linux-gnu.so` is the module `pkg/fast`."""
    folder, _, name = path.rpartition("/")
    return joined(folder, name.partition(".")[0])


def _folders_of_modules(paths: Paths) -> frozenset[str]:
    """Folders with a Python file somewhere below: what can be a namespace package."""
    found = {""}
    for path in paths.files:
        if path.endswith(_SUFFIXES):
            folder = folder_of(path)
            while folder and folder not in found:
                found.add(folder)
                folder = folder_of(folder)
    return frozenset(found)
