"""Cases to be built: folders of packages, and their entry points.

In: a folder of cases. Out: `Case`s in order; what is compared and built is always a copy.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from mcp_sast.casebook.annotations import case_folders, is_pair
from mcp_sast.packages.package import find_packages
from mcp_sast.sources.target import open_source

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
_JAVASCRIPT = (".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx")


@dataclass(frozen=True, slots=True)
class Case:
    """A package in a folder of its own."""

    title: str
    folder: Path
    entries: tuple[str, ...]
    python: bool

    def copied(self, target: Path) -> Path:
        """A copy of the case to build in."""
        shutil.copytree(self.folder, target)
        return target


def cases_in(root: Path, words: tuple[str, ...] = (), every: int = 1) -> list[Case]:
    """The cases below a folder whose title holds one of the words, every n-th pair of them; comparisons of two versions are no cases."""
    folders = [folder for folder in case_folders(root) if not is_pair(folder)]
    chosen = [folder for folder in folders if not words or any(word in _title(folder) for word in words)]
    pairs = list(dict.fromkeys(_title(folder).removesuffix("-honest") for folder in chosen))[::every]
    return [_case(folder) for folder in chosen if _title(folder).removesuffix("-honest") in pairs]


def _title(folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}"


def _case(folder: Path) -> Case:
    package = find_packages(open_source(str(folder)))[0]
    paths = dict.fromkeys(entry.path for entry in package.entry_points if entry.path)
    entries = tuple(path for path in paths if path.endswith(_JAVASCRIPT))
    return Case(_title(folder), folder, entries, any(path.endswith(".py") for path in package.files))
