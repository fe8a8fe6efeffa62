"""Finds the modules of a Python package.

In: the files of a tree, a package's root, folders its manifests name. Out: the folders on `sys.path`, and the file that a dotted
name or a path means.
"""

from __future__ import annotations

from collections.abc import Mapping

from mcp_sast.packages.node_paths import below

_PYTHON = (".py", ".pyw")


class PythonPaths:
    """Resolves dotted names below one package root; `roots` grows by folders that entry points show to be on the path."""

    def __init__(self, root: str, files: Mapping[str, bytes], own: tuple[str, ...], named: tuple[str, ...]) -> None:
        self._root = root
        self._files = files
        self._modules = tuple(path for path in own if path.endswith(_PYTHON))
        self._by_name: dict[str, list[str]] | None = None
        self.roots = self._initial_roots(named)

    def _initial_roots(self, named: tuple[str, ...]) -> list[str]:
        found = [
            path for folder in named for path in (below(self._root, folder),) if path is not None and self._holds_modules(path)
        ]
        for folder in ("src", "lib", "python"):
            path = f"{self._root}/{folder}" if self._root else folder
            # A folder with an __init__ is a package itself, not a folder of packages.
            if (
                self._holds_modules(path)
                and f"{path}/__init__.py" not in self._files
                and (folder == "src" or self._holds_packages(path))
            ):
                found.append(path)
        prefix = f"{self._root}/" if self._root else ""
        for path in self._modules:
            parts = path[len(prefix) :].split("/")
            # A wheel's `name-1.0.data/purelib` is merged into site-packages.
            if len(parts) > 2 and parts[0].endswith(".data") and parts[1] in ("purelib", "platlib"):
                found.append(prefix + "/".join(parts[:2]))
        found.append(self._root)
        return list(dict.fromkeys(found))

    def _holds_modules(self, folder: str) -> bool:
        return any(path.startswith(f"{folder}/" if folder else "") for path in self._modules)

    def _holds_packages(self, folder: str) -> bool:
        depth = folder.count("/") + 2
        return any(
            path.startswith(f"{folder}/") and path.endswith("/__init__.py") and path.count("/") == depth for path in self._modules
        )

    def module(self, dotted: str) -> str | None:
        """The file of a dotted module name; a package's is its `__init__.py`."""
        inner = dotted.strip().replace(".", "/")
        if not inner or inner.startswith("/"):
            return None
        names = (f"{inner}.py", f"{inner}/__init__.py")
        for root in self.roots:
            for name in names:
                path = f"{root}/{name}" if root else name
                if path in self._files:
                    return path
        return self._by_suffix(names)

    def _by_suffix(self, names: tuple[str, ...]) -> str | None:
        """The one file whose path ends so: a layout that no manifest told of. Its folder is a root from now on."""
        if self._by_name is None:
            self._by_name = {}
            for path in self._modules:
                self._by_name.setdefault(path.rpartition("/")[2], []).append(path)
        for name in names:
            matches = [path for path in self._by_name.get(name.rpartition("/")[2], ()) if path.endswith("/" + name)]
            if len(matches) == 1:
                self.roots.append(matches[0][: -len(name) - 1])
                return matches[0]
        return None

    def file(self, written: str) -> str | None:
        """The file of a path below the root, with or without its suffix."""
        path = below(self._root, written)
        if path is None:
            return None
        return next((candidate for candidate in (path, f"{path}.py", f"{path}/__init__.py") if candidate in self._files), None)
