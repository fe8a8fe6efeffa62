"""Kinds of archives, told by name and first bytes.

In: a name and bytes. Out: the files inside, by the reader of that kind.
"""

from __future__ import annotations

from mcp_sast.sources.complaints import Complaints
from mcp_sast.sources.members import files_of
from mcp_sast.sources.tar_archive import read_tar
from mcp_sast.sources.tree import SourceFile
from mcp_sast.sources.zip_archive import read_zip

TARS = (".tgz", ".tar.gz", ".tar.bz2", ".tbz2", ".tbz", ".tar")
ZIPS = (".whl", ".zip", ".mcpb", ".dxt")
UNKNOWN_ARCHIVES = (".tar.xz", ".tar.zst", ".txz", ".bz2", ".xz", ".gz", ".7z", ".rar", ".egg", ".conda")


def is_archive(name: str) -> bool:
    """Does the name end as one of an archive that is understood?"""
    return name.lower().endswith(TARS + ZIPS)


def unpacked(target: str, name: str, packed: bytes, complaints: Complaints) -> tuple[SourceFile, ...]:
    """The files of an archive. Raises TargetError if the bytes are no archive at all."""
    lowered = name.lower()
    entries = (read_tar if lowered.endswith(TARS) else read_zip)(target, packed, complaints)
    # A wheel is unpacked into site-packages as it is; its package may well be one folder.
    return files_of(entries, complaints, strips_root=not lowered.endswith(".whl"))
