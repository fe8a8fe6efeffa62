"""Reads a directory.

In: a folder. Out: its files, and complaints on what was left out. Nothing outside the folder is read: a link that leads out is
left out, a link to a file inside is read as that file, a link to a folder inside is not walked, since its files have a path of
their own.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from mcp_sast.sources.complaints import Complaints
from mcp_sast.sources.limits import MOST_BYTES_OF_A_FILE, MOST_BYTES_OF_A_TARGET, MOST_FILES_OF_A_TARGET
from mcp_sast.sources.tree import SourceFile

_HISTORY = frozenset({".git", ".hg", ".svn"})
_DEPENDENCIES = frozenset(
    {"node_modules", "site-packages", ".venv", "__pypackages__", ".tox", ".nox", "bower_components", ".pnpm-store"}
)
_MANIFESTS = ("package.json", "pyproject.toml", "setup.py", "setup.cfg")


def read_directory(root: Path, complaints: Complaints) -> tuple[SourceFile, ...]:
    """All files below `root`, sorted by path."""
    walk = _Walk(os.path.realpath(root), complaints)
    walk.run()
    return tuple(sorted(walk.files, key=lambda file: file.path))


class _Walk:
    """One pass over a folder: a stack of folders, never recursion."""

    def __init__(self, root: str, complaints: Complaints) -> None:
        self.files: list[SourceFile] = []
        self._root = root
        self._complaints = complaints
        self._bytes = 0
        self._skips_dependencies = any(Path(root, name).is_file() for name in _MANIFESTS)
        self._left_out: dict[str, int] = {}

    def run(self) -> None:
        stack = [""]
        while stack:
            folder = stack.pop()
            folders = []
            for entry in self._list(folder):
                path = f"{folder}/{entry.name}" if folder else entry.name
                if self._is_full():
                    return
                if entry.is_symlink():
                    self._link(entry, path)
                elif entry.is_dir(follow_symlinks=False):
                    if self._enters(entry, path):
                        folders.append(path)
                else:
                    self._read(entry.path, path)
            stack.extend(reversed(folders))
        self._report_left_out()

    def _list(self, folder: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(f"{self._root}/{folder}") as entries:
                return sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            self._complaints.add(
                "unreadable-file", f"{_shown(folder)}: the folder can't be listed ({error.strerror}); its files were not read"
            )
            return []

    def _is_full(self) -> bool:
        if len(self.files) < MOST_FILES_OF_A_TARGET and self._bytes < MOST_BYTES_OF_A_TARGET:
            return False
        self._complaints.add(
            "limit-reached", f"more than {MOST_FILES_OF_A_TARGET} files or {MOST_BYTES_OF_A_TARGET} bytes; the rest was not read"
        )
        return True

    def _enters(self, entry: os.DirEntry[str], path: str) -> bool:
        if entry.name in _HISTORY:
            return False
        if not self._skips_dependencies:
            return True
        if entry.name not in _DEPENDENCIES and not Path(entry.path, "pyvenv.cfg").is_file():
            return True
        self._left_out[path] = _count_files(entry.path)
        return False

    def _report_left_out(self) -> None:
        if self._left_out:
            names = ", ".join(_shown(path) for path in list(self._left_out)[:5]) + (" …" if len(self._left_out) > 5 else "")
            count = sum(self._left_out.values())
            self._complaints.add(
                "dependencies-left-out", f"{count} files of installed dependencies were not read ({names})",
                level="note", incomplete=False,
            )  # fmt: skip

    def _link(self, entry: os.DirEntry[str], path: str) -> None:
        real = os.path.realpath(entry.path)
        if real != self._root and not real.startswith(self._root.rstrip("/") + "/"):
            self._complaints.add(
                "link-left-out", f"{_shown(path)}: a link that leads out of the target; it was not followed", incomplete=False
            )
        elif Path(real).is_dir():
            self._complaints.add(
                "link-left-out",
                f"{_shown(path)}: a link to a folder of the target, whose files were read where they are",
                level="note",
                incomplete=False,
            )
        else:
            self._read(real, path)

    def _read(self, real: str, path: str) -> None:
        try:
            data = read_regular_file(real, MOST_BYTES_OF_A_FILE)
        except OSError as error:
            self._complaints.add("unreadable-file", f"{_shown(path)}: can't be read ({error.strerror or error})")
            return
        if data is None:
            self._complaints.add(
                "special-file", f"{_shown(path)}: a device, pipe or socket, not a file; it was left out", incomplete=False
            )
        elif len(data) > MOST_BYTES_OF_A_FILE:
            self._complaints.add("file-too-large", f"{_shown(path)}: more than {MOST_BYTES_OF_A_FILE} bytes; it was not read")
        else:
            self._bytes += len(data)
            self.files.append(SourceFile(_shown(path), data))


def read_regular_file(real: str, most: int) -> bytes | None:
    """The bytes of a file, one more than `most` at most; None if it is no regular file. Raises OSError."""
    # Looked at before it is opened, so that a pipe or a device is never touched, and again behind that, in case it was swapped.
    if not stat.S_ISREG(os.stat(real, follow_symlinks=False).st_mode):  # noqa: PTH116
        return None
    descriptor = os.open(
        real, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    with os.fdopen(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return None
        return stream.read(most + 1)


def _count_files(folder: str) -> int:
    count = 0
    for _, _, names in os.walk(folder, onerror=None, followlinks=False):
        count += len(names)
    return count


def _shown(path: str) -> str:
    """The path as text: bytes that are no UTF-8 are written as escapes, so that every later layer can encode it."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace") or "."
