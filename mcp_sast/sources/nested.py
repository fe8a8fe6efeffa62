"""Archives inside a target.

In: the files of a target. Out: the same files, and those of every archive among them, below the archive's own path
(`vendor/inner.tgz/package.json`). What an archive holds is analysed like the rest: it is one extraction away from running.
"""

from __future__ import annotations

from mcp_sast.errors import TargetError
from mcp_sast.sources.complaints import Complaints
from mcp_sast.sources.kinds import is_archive, unpacked
from mcp_sast.sources.limits import MOST_BYTES_OF_A_TARGET, MOST_FILES_OF_A_TARGET, MOST_NESTED_ARCHIVES, MOST_NESTING
from mcp_sast.sources.tree import SourceFile


def with_nested(files: tuple[SourceFile, ...], complaints: Complaints) -> tuple[SourceFile, ...]:
    """The files with those of nested archives, sorted by path. Bytes, files, archives and depth have caps over the whole target."""
    if not any(is_archive(file.path) for file in files):
        return files
    out = {file.path: file for file in files}
    size = sum(len(file.data) for file in files)
    level = [file for file in files if is_archive(file.path)]
    opened = 0
    for depth in range(MOST_NESTING + 1):
        inner: list[SourceFile] = []
        for archive in level:
            opened += 1
            if depth == MOST_NESTING or opened > MOST_NESTED_ARCHIVES:
                complaints.add("limit-reached", f"{archive.path[:300]}: an archive in too many others; it was not unpacked")
                continue
            for file in _files_in(archive, complaints):
                size += len(file.data)
                if size > MOST_BYTES_OF_A_TARGET or len(out) >= MOST_FILES_OF_A_TARGET:
                    complaints.add("limit-reached", f"{archive.path[:300]}: with it the target is too large; the rest was not unpacked")
                    return _sorted(out)
                if out.setdefault(file.path, file) is file and is_archive(file.path):
                    inner.append(file)
        level = inner
    return _sorted(out)


def _files_in(archive: SourceFile, complaints: Complaints) -> tuple[SourceFile, ...]:
    try:
        found = unpacked(archive.path[:300], archive.path, archive.data, complaints)
    except TargetError as error:
        complaints.add("broken-archive", str(error))
        return ()
    return tuple(SourceFile(f"{archive.path}/{file.path}", file.data) for file in found)


def _sorted(files: dict[str, SourceFile]) -> tuple[SourceFile, ...]:
    return tuple(files[path] for path in sorted(files))
