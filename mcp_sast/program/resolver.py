"""Finds what an import leads to, as Node and Python would.

In: the packages and paths of a tree. Out: for an importing file and a specifier a `Resolution`.

Case-sensitive, deterministic, never outside the tree; asked once for each folder and specifier.
"""

from __future__ import annotations

from collections.abc import Iterable

from mcp_sast.packages.statements import Package
from mcp_sast.program.node_resolution import NodeResolution, is_typescript
from mcp_sast.program.python_resolution import PythonResolution
from mcp_sast.program.resolution import ImportStyle, Paths, Resolution, folder_of

__all__ = ["ImportStyle", "Resolution", "Resolver"]


class Resolver:
    """Resolves imports within one tree.

    `libraries`: top-level names of external libraries that are known (models have them). A file of the tree that only might be what
    such an import means (a module beside a package's file, a workspace sibling) is a decoy rather than that library.
    """

    def __init__(self, packages: tuple[Package, ...], files: Iterable[str], libraries: frozenset[str] = frozenset()) -> None:
        paths = Paths(files)
        self._files = paths.files
        self._node = NodeResolution(packages, paths, libraries)
        self._python = PythonResolution(packages, paths, libraries)
        self._known: dict[tuple[str, str, ImportStyle, str | None, bool], Resolution] = {}

    def resolve(self, importer: str, specifier: str, style: ImportStyle, name: str | None = None) -> Resolution:
        """What `specifier` (and the `name` imported from it) leads to in the file `importer`; of a virtual module
        ("dist/index.js!src/a.js") that is the real file. JavaScript ignores the name."""
        if "!" in importer and importer not in self._files:
            importer = importer.partition("!")[0]
        typescript = is_typescript(importer)
        key = (folder_of(importer), specifier, style, name if style == "python" else None, typescript)
        found = self._known.get(key)
        if found is None:
            if style == "python":
                found = self._python.resolve(key[0], specifier, name)
            else:
                found = self._node.resolve(key[0], specifier, style, typescript)
            self._known[key] = found
        return found
