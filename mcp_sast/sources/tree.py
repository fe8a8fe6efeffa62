"""The files of a target, with their bytes.

In: nothing. Out: `SourceTree`, what every kind of target is read into.
"""

from __future__ import annotations

from dataclasses import dataclass

from mcp_sast.findings.diagnostic import Diagnostic


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A regular file: `path` relative to the target, POSIX separators, unique; `data` its bytes as they are."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class SourceTree:
    """All files of a target, sorted by path. `target` as the user named it. `single_file` if the target is one file (then no
    manifest says anything). `archive` if it came out of an archive (paths are below its root folder)."""

    target: str
    files: tuple[SourceFile, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    single_file: bool = False
    archive: bool = False

    @property
    def contents(self) -> dict[str, bytes]:
        """The bytes of each file, by path."""
        return {file.path: file.data for file in self.files}
