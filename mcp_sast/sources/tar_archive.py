"""Reads a tar archive, plain, gzipped or packed with bzip2, in memory.

In: the bytes of a `.tgz`, `.tar.gz`, `.tar.bz2` or `.tar`. Out: its entries; what is broken, special or too large is a complaint.

Headers are read here and not by `tarfile`: that module loops for ever on a negative size, expands sparse members to gigabytes
and backtracks on crafted extension headers in versions of Python that are in use.
"""

from __future__ import annotations

import bz2
import gzip
import io
import zlib

from mcp_sast.errors import TargetError
from mcp_sast.sources.complaints import Complaints
from mcp_sast.sources.limits import MOST_BYTES_OF_A_FILE, MOST_FILES_OF_A_TARGET, unpacked_budget
from mcp_sast.sources.members import Entry

_BLOCK = 512
_CHUNK = 1024 * 1024
_REGULAR = frozenset(b"0\x007")
_SPECIAL = {ord("3"): "a character device", ord("4"): "a block device", ord("6"): "a pipe", ord("S"): "a sparse file"}
_MOST_EXTENSION = 1024 * 1024


def read_tar(target: str, packed: bytes, complaints: Complaints) -> list[Entry]:
    """The entries of a tar archive in their order. Raises TargetError if the bytes are no tar archive at all."""
    data = _unpacked(packed, complaints) if packed[:2] == b"\x1f\x8b" or packed[:3] == b"BZh" else packed
    if _header_at(data, 0) is None and data.strip(b"\x00"):
        raise TargetError(f"{target}: not a tar archive; download the package again, or pass the folder it was unpacked to")
    return _entries(data, complaints)


def _unpacked(packed: bytes, complaints: Complaints) -> bytes:
    """The unpacked bytes, up to the budget; a broken stream gives what precedes the break."""
    budget = unpacked_budget(len(packed))
    parts: list[bytes] = []
    size = 0
    try:
        with _stream(packed) as stream:
            while size <= budget:
                # read1 hands over what precedes a broken part, which read would throw away with the exception.
                part = stream.read1(_CHUNK)
                if not part:
                    break
                parts.append(part)
                size += len(part)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        complaints.add("truncated-archive", f"the archive is cut off or damaged ({error}); what lies behind the break was not read")
    if size > budget:
        complaints.add("limit-reached", f"the archive unpacks to more than {budget} bytes; the rest was not read")
    return b"".join(parts)


def _stream(packed: bytes) -> gzip.GzipFile | bz2.BZ2File:
    source = io.BytesIO(packed)
    return bz2.BZ2File(source) if packed[:3] == b"BZh" else gzip.GzipFile(fileobj=source)


def _number(field: bytes) -> int | None:
    """A number of a header: octal digits, or base 256 if the first bit is set. None if it is neither or negative."""
    if field[0] & 0x80:
        return None if field[0] & 0x40 else int.from_bytes(bytes((field[0] & 0x3F,)) + field[1:], "big")
    digits = field.split(b"\x00", 1)[0].strip()
    if not digits:
        return 0
    return int(digits, 8) if all(0x30 <= digit <= 0x37 for digit in digits) else None


def _header_at(data: bytes, offset: int) -> tuple[str, int, int, str] | None:
    """Name, size, type and link target of the header at `offset`; None if there is none or its sum is wrong."""
    block = data[offset : offset + _BLOCK]
    if len(block) < _BLOCK:
        return None
    size, checksum = _number(block[124:136]), _number(block[148:156])
    if size is None or checksum is None or checksum != sum(block) - sum(block[148:156]) + 8 * 0x20:
        return None
    name = _text(block[0:100])
    if block[257:262] == b"ustar" and block[345] and block[257:265] != b"ustar  \x00":
        name = _text(block[345:500]) + "/" + name
    return name, size, block[156], _text(block[157:257])


def _text(field: bytes) -> str:
    return field.split(b"\x00", 1)[0].decode("utf-8", "backslashreplace")


def _pax(records: bytes) -> dict[str, str]:
    """The records of an extension header: `length key=value` lines, where the length counts the whole line."""
    found: dict[str, str] = {}
    at = 0
    while at < len(records):
        space = records.find(b" ", at, at + 12)
        digits = records[at:space] if space > 0 else b""
        if not digits.isdigit() or int(digits) <= len(digits) + 1:
            break
        key, _, value = records[space + 1 : at + int(digits)].rstrip(b"\n").partition(b"=")
        found[key.decode("utf-8", "replace")] = value.decode("utf-8", "backslashreplace")
        at += int(digits)
    return found


def _entries(data: bytes, complaints: Complaints) -> list[Entry]:
    out: list[Entry] = []
    extension: dict[str, str] = {}
    offset, end = 0, len(data)
    while offset + _BLOCK <= end:
        if not data[offset] and data[offset : offset + _BLOCK].count(0) == _BLOCK:
            offset += _BLOCK  # an end mark; some installers read on behind it, so does this
            continue
        header = _header_at(data, offset)
        if header is None:
            complaints.add("truncated-archive", f"no entry starts at byte {offset} of the archive; what follows was not read")
            break
        name, size, kind, link = header
        if kind not in b"xgLK" and extension.get("size", "").isdigit() and len(extension["size"]) < 20:
            size = int(extension["size"])
        start, offset = offset + _BLOCK, offset + _BLOCK + (size + _BLOCK - 1) // _BLOCK * _BLOCK
        if kind in b"xgLK":
            if kind != ord("g"):
                extension.update(_extension(kind, data[start : start + min(size, _MOST_EXTENSION)]))
            continue
        name, link = extension.get("path", name), extension.get("linkpath", link)
        extension = {}
        if len(out) >= MOST_FILES_OF_A_TARGET:
            complaints.add("limit-reached", f"the archive holds more than {MOST_FILES_OF_A_TARGET} files; the rest was not read")
            break
        _take(out, name, kind, link, (start, size, end), data, complaints)
    return out


def _extension(kind: int, body: bytes) -> dict[str, str]:
    """What an extension header says of the entry behind it: a pax header, or GNU's long name or long link."""
    if kind == ord("x"):
        return _pax(body)
    return {"path" if kind == ord("L") else "linkpath": _text(body)}


def _take(
    out: list[Entry], name: str, kind: int, link: str, extent: tuple[int, int, int], data: bytes, complaints: Complaints
) -> None:
    start, size, end = extent
    if kind == ord("5") or (kind in _REGULAR and name.endswith("/")):
        return
    if kind in b"12":
        out.append(Entry(name, link=link, hard=kind == ord("1")))
    elif kind in _SPECIAL:
        complaints.add("special-file", f"{name[:200]}: {_SPECIAL[kind]}, not a file; it was left out", incomplete=False)
    elif size > MOST_BYTES_OF_A_FILE:
        complaints.add("file-too-large", f"{name[:200]}: {size} bytes, more than {MOST_BYTES_OF_A_FILE}; it was not read")
    elif start + size > end:
        complaints.add("truncated-archive", f"{name[:200]}: its end is missing; it was not read")
    else:
        # A kind that the format does not know is a regular file: installers take it so.
        out.append(Entry(name, data[start : start + size]))
