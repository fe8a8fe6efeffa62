"""Opens a target, whatever its kind.

In: what the user named: a directory, a file, an archive. Out: its `SourceTree`. Archives are unpacked in memory; nothing is ever
written, and nothing of the target is run.
"""

from __future__ import annotations

from pathlib import Path

from mcp_sast.errors import TargetError
from mcp_sast.sources.complaints import Complaints
from mcp_sast.sources.directory import read_directory, read_regular_file
from mcp_sast.sources.limits import MOST_BYTES_OF_A_FILE, MOST_BYTES_OF_A_TARGET
from mcp_sast.sources.members import files_of
from mcp_sast.sources.tar_archive import read_tar
from mcp_sast.sources.tree import SourceFile, SourceTree
from mcp_sast.sources.zip_archive import read_zip

_TARS = (".tgz", ".tar.gz", ".tar")
_ZIPS = (".whl", ".zip", ".mcpb", ".dxt")
_UNKNOWN_ARCHIVES = (".tar.bz2", ".tar.xz", ".tar.zst", ".tbz", ".txz", ".bz2", ".xz", ".gz", ".7z", ".rar", ".egg", ".conda")


def open_source(target: str) -> SourceTree:
    """The files of a target. Raises TargetError if it does not exist, can't be opened or is no kind that is understood."""
    if target.startswith(("npm:", "pypi:")):
        raise TargetError(f"{target}: packages of a registry are not fetched; download the package and pass the file")
    path = Path(target)
    try:
        if path.is_dir():
            complaints = Complaints()
            files = read_directory(path, complaints)
            return SourceTree(target, files, complaints.diagnostics())
        if not path.exists():
            raise TargetError(
                f"{target}: no such file or directory; pass a folder, a file, or an archive ({', '.join(_TARS + _ZIPS)})"
            )
    except (OSError, ValueError) as error:
        raise TargetError(f"{target}: can't be opened ({error}); check the path and its permissions") from error
    name = path.name.lower()
    if name.endswith(_TARS + _ZIPS):
        return _open_archive(target, path)
    if name.endswith(_UNKNOWN_ARCHIVES):
        raise TargetError(
            f"{target}: this kind of archive is not understood; unpack it and pass the folder (known: {', '.join(_TARS + _ZIPS)})"
        )
    return _open_file(target, path)


def _open_archive(target: str, path: Path) -> SourceTree:
    packed = _bytes_of(target, path, MOST_BYTES_OF_A_TARGET)
    complaints = Complaints()
    name = path.name.lower()
    entries = (read_tar if name.endswith(_TARS) else read_zip)(target, packed, complaints)
    # A wheel is unpacked into site-packages as it is; its package may well be one folder.
    files = files_of(entries, complaints, strips_root=not name.endswith(".whl"))
    return SourceTree(target, files, complaints.diagnostics(), archive=True)


def _open_file(target: str, path: Path) -> SourceTree:
    data = _bytes_of(target, path, MOST_BYTES_OF_A_FILE)
    return SourceTree(
        target,
        (SourceFile(path.name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"), data),),
        single_file=True,
    )


def _bytes_of(target: str, path: Path, most: int) -> bytes:
    try:
        size = path.stat().st_size
        data = None if size > most else read_regular_file(str(path.resolve()), most)
    except OSError as error:
        raise TargetError(f"{target}: can't be read ({error.strerror or error}); check its permissions") from error
    if size > most:
        raise TargetError(f"{target}: {size} bytes, more than {most}; pass a smaller target, such as one package of it")
    if data is None:
        raise TargetError(f"{target}: not a regular file; pass a folder, a file or an archive")
    return data
