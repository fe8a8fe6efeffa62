"""Opens a target, whatever its kind.

In: what the user named: a directory, a file, an archive, a git revision of a directory (`path@rev`). Out: its `SourceTree`. Archives
are unpacked in memory; nothing is ever written, and nothing of the target is run.
"""

from __future__ import annotations

from pathlib import Path
from unicodedata import normalize

from mcp_sast.errors import TargetError
from mcp_sast.sources.complaints import Complaints
from mcp_sast.sources.directory import read_directory, read_regular_file
from mcp_sast.sources.kinds import TARS, UNKNOWN_ARCHIVES, ZIPS, unpacked
from mcp_sast.sources.limits import MOST_BYTES_OF_A_FILE, MOST_BYTES_OF_A_TARGET
from mcp_sast.sources.nested import with_nested
from mcp_sast.sources.revision import Revision, revision_of
from mcp_sast.sources.tree import SourceFile, SourceTree


def open_source(target: str) -> SourceTree:
    """The files of a target. Raises TargetError if it does not exist, can't be opened or is no kind that is understood."""
    if target.startswith(("npm:", "pypi:")):
        raise TargetError(f"{target}: packages of a registry are not fetched; download the package and pass the file")
    path = Path(target)
    try:
        if "@" in target and not path.exists() and (revision := revision_of(target)) is not None:
            return open_revision(target, *revision)
        if path.is_dir():
            complaints = Complaints()
            files = with_nested(read_directory(path, complaints), complaints)
            _complain_of_collisions(files, complaints)
            return SourceTree(target, files, complaints.diagnostics())
        if not path.exists():
            raise TargetError(
                f"{target}: no such file or directory; pass a folder, a file, or an archive ({', '.join(TARS + ZIPS)})"
            )
    except (OSError, ValueError) as error:
        raise TargetError(f"{target}: can't be opened ({error}); check the path and its permissions") from error
    name = path.name.lower()
    if name.endswith(TARS + ZIPS):
        return _open_archive(target, path)
    if name.endswith(UNKNOWN_ARCHIVES):
        raise TargetError(
            f"{target}: this kind of archive is not understood; unpack it and pass the folder (known: {', '.join(TARS + ZIPS)})"
        )
    return _open_file(target, path)


def open_revision(target: str, folder: str, name: str) -> SourceTree:
    """A folder of a git repository as it was at a revision; nothing is checked out."""
    complaints = Complaints()
    files = with_nested(Revision(folder, name).files(complaints), complaints)
    _complain_of_collisions(files, complaints)
    return SourceTree(target, files, complaints.diagnostics())


def _open_archive(target: str, path: Path) -> SourceTree:
    packed = _bytes_of(target, path, MOST_BYTES_OF_A_TARGET)
    complaints = Complaints()
    files = with_nested(unpacked(target, path.name, packed, complaints), complaints)
    _complain_of_collisions(files, complaints)
    return SourceTree(target, files, complaints.diagnostics(), archive=True)


def _complain_of_collisions(files: tuple[SourceFile, ...], complaints: Complaints) -> None:
    """Names that are one file on some systems: what runs there is not what runs here. All of them are analysed."""
    seen: dict[str, str] = {}
    for file in files:
        first = seen.setdefault(file.path.lower() if file.path.isascii() else normalize("NFC", file.path).casefold(), file.path)
        if first is not file.path:
            complaints.add("colliding-paths", f"{first[:200]} and {file.path[:200]} are one file on some systems", incomplete=False)


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
