"""Reads a zip archive in memory.

In: the bytes of a `.whl`, `.zip`, `.mcpb` or `.dxt`. Out: its entries; what is encrypted, broken, special or too large is a
complaint.
"""

from __future__ import annotations

import io
import lzma
import stat
import struct
import zipfile
import zlib

from mcp_sast.errors import TargetError
from mcp_sast.sources.complaints import Complaints
from mcp_sast.sources.limits import MOST_BYTES_OF_A_FILE, MOST_FILES_OF_A_TARGET, unpacked_budget
from mcp_sast.sources.members import Entry

_ENCRYPTED = 0x1
# What zipfile and its decompressors raise on hostile bytes; RuntimeError is its word for a wanted password.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error,
    EOFError, OSError, ValueError, RuntimeError, OverflowError, IndexError, UnicodeError,
)  # fmt: skip


def read_zip(target: str, packed: bytes, complaints: Complaints) -> list[Entry]:
    """The entries of a zip archive in their order. Raises TargetError if the bytes are no zip archive at all."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(packed))
    except _BROKEN as error:
        raise TargetError(
            f"{target}: not a zip archive ({error}); download the package again, or pass the folder it was unpacked to"
        ) from error
    out: list[Entry] = []
    left = unpacked_budget(len(packed))
    with archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            if len(out) >= MOST_FILES_OF_A_TARGET:
                complaints.add(
                    "limit-reached", f"the archive holds more than {MOST_FILES_OF_A_TARGET} files; the rest was not read"
                )
                break
            if left <= 0:
                complaints.add("limit-reached", "the archive unpacks to far more than its own size allows; the rest was not read")
                break
            data = _read_member(archive, info, min(left, MOST_BYTES_OF_A_FILE), complaints)
            if data is not None:
                left -= len(data)
                out.append(_entry(info, data))
    return out


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int, complaints: Complaints) -> bytes | None:
    name = info.filename[:200]
    if info.flag_bits & _ENCRYPTED:
        complaints.add("encrypted-member", f"{name}: encrypted; it was not read")
        return None
    try:
        with archive.open(info) as stream:
            # The directory may lie about the size, so the stream decides: one byte beyond the cap is enough to know.
            data = stream.read(most + 1)
    except _BROKEN as error:
        complaints.add("truncated-archive", f"{name}: cut off or damaged ({str(error)[:200]}); it was not read")
        return None
    if len(data) > most:
        complaints.add("file-too-large", f"{name}: more than {most} bytes; it was not read")
        return None
    return data


def _entry(info: zipfile.ZipInfo, data: bytes) -> Entry:
    if stat.S_ISLNK(info.external_attr >> 16):
        return Entry(info.filename, data, link=data[:4096].decode("utf-8", "backslashreplace"))
    return Entry(info.filename, data)
