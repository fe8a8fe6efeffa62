"""What was worked out before, kept below the user's cache directory: bytes by key.

In: a key and bytes. Out: the same bytes, or None. A cache that is corrupt, foreign, full or written by several processes at once costs
time, never correctness: an entry carries the digest of its key and bytes, and is moved into place whole.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import tempfile
import zlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_PER_SHARD = 32  # entries in each of 256 folders; the oldest go first
_MARK = b"mcp-sast 1 "


def user_folder() -> Path | None:
    """Where the user's caches lie, as the system has it; None if the user has no home."""
    named = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    if named and Path(named).is_absolute():
        return Path(named) / "mcp-sast"
    home = Path("~").expanduser()
    if not home.is_absolute():
        return None
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "mcp-sast"


class Cache:
    """Entries below one folder. No method raises for what it finds there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> bytes | None:
        """What was kept under the key."""
        path = self._path(key)
        try:
            if not _is_own(path):
                return None
            head, _, body = path.read_bytes().partition(b"\n")
            if head != _head(key, body):
                return None
            return zlib.decompress(body)
        except (OSError, zlib.error):
            return None

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes under the key, if that is possible."""
        path = self._path(key)
        body = zlib.compress(data, 1)
        with contextlib.suppress(OSError):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix="new-")
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(_head(key, body) + b"\n" + body)
                Path(name).replace(path)
            except OSError:
                Path(name).unlink(missing_ok=True)
                raise
            _thin(path.parent)

    def _path(self, key: str) -> Path:
        digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
        return self._folder / digest[:2] / digest[2:]


def _head(key: str, body: bytes) -> bytes:
    return _MARK + hashlib.sha256(key.encode("utf-8", "surrogatepass") + b"\n" + body).hexdigest().encode()


def _is_own(path: Path) -> bool:
    """Nobody else's entry is believed, nor one that others may write."""
    if not hasattr(os, "getuid"):
        return True
    found = path.stat()
    return found.st_uid == os.getuid() and not found.st_mode & 0o022


def _thin(folder: Path) -> None:
    with os.scandir(folder) as entries:
        files = sorted((entry.stat().st_mtime_ns, entry.path) for entry in entries)
    for _, name in files[:-_PER_SHARD]:
        Path(name).unlink(missing_ok=True)


def state_of(folders: Iterable[Path], suffixes: tuple[str, ...]) -> str:
    """A digest of what the files below the folders are: names, sizes and times of change, which cost less to read than the files."""
    digest = hashlib.sha256()
    for folder in folders:
        digest.update(b"%s\n" % os.fsencode(folder))
        pending = [str(folder)]
        rows = []
        while pending:
            with os.scandir(pending.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        if entry.name != "__pycache__":
                            pending.append(entry.path)
                    elif entry.name.endswith(suffixes):
                        seen = entry.stat()
                        rows.append((entry.path, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns))
        digest.update(repr(sorted(rows)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


@cache
def engine() -> str:
    """What stands for this program: another version, interpreter or parser makes other entries."""
    folder = Path(__file__).resolve().parent
    from importlib.metadata import PackageNotFoundError, version

    versions = [sys.version]
    for name in ("mcp-sast", "tree-sitter", "tree-sitter-javascript", "tree-sitter-typescript", "tree-sitter-python", "tree-sitter-json",
                 "tree-sitter-bash", "publicsuffixlist", "ada-url", "node-semver", "packaging", "PyYAML"):  # fmt: skip
        try:
            versions.append(version(name))
        except PackageNotFoundError:
            versions.append("")
    return hashlib.sha256(repr((versions, state_of((folder,), (".py", ".yaml", ".md")))).encode()).hexdigest()
