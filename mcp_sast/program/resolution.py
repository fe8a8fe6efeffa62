"""What an import leads to.

In: nothing. Out: `Resolution` and the set of a tree's paths that both languages resolve in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

ImportStyle = Literal["esm", "cjs", "python", "dynamic"]
ResolutionKind = Literal["file", "namespace-package", "external", "builtin", "unresolved"]


@dataclass(frozen=True, slots=True)
class Resolution:
    """`file`: `path` is a file of the tree. `namespace-package`: `path` is a folder without `__init__.py`. `external`, `builtin`:
    `library` is the specifier without prefix ("axios", "@scope/pkg/sub", "fs", "os.path"). `unresolved`: it should be in the
    tree and is not.

    `remainder`: dotted names behind the deepest module, to be read as attributes. `submodule`: the imported name is the module at
    `path`, unless `package` (the path of the `__init__.py` it was imported from, "" if there is none) binds that name itself.
    """

    kind: ResolutionKind
    path: str = ""
    library: str = ""
    remainder: tuple[str, ...] = ()
    submodule: bool = False
    package: str = ""


UNRESOLVED = Resolution("unresolved")


class Paths:
    """The paths of a tree, and the folders that hold them."""

    def __init__(self, files: Iterable[str]) -> None:
        self.files = frozenset(files)
        folders = {""}
        for path in self.files:
            end = path.rfind("/")
            while end > 0 and path[:end] not in folders:
                folders.add(path[:end])
                end = path.rfind("/", 0, end)
        self.folders = frozenset(folders)


def folder_of(path: str) -> str:
    """The folder of a path, "" for the tree itself."""
    return path.rpartition("/")[0]


def joined(folder: str, name: str) -> str:
    """A path below a folder."""
    return f"{folder}/{name}" if folder else name


def walked(folder: str, written: str) -> str | None:
    """The path that a relative path means from a folder; None if it leaves the tree."""
    parts = folder.split("/") if folder else []
    for part in written.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def ancestry(folder: str) -> list[str]:
    """The folder and those above it, up to the tree itself ("")."""
    found = [folder]
    while folder:
        folder = folder_of(folder)
        found.append(folder)
    return found
