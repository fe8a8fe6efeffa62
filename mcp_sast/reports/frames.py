"""Computes lines, columns and shown text of places.

In: places (byte offsets) and the bytes of their files. Out: a `LineFrame` for each place.

Columns are UTF-16 code units, as SARIF, editors and language servers count. All places of a file are met in one sweep over its
bytes, in order of their offsets: a file of one 22 MB line with thousands of places costs one decoding, not thousands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from mcp_sast.findings.place import Place
from mcp_sast.findings.report import LineFrame

WINDOW = 400
"""Characters that are shown of a line."""

_BEFORE = 120
_MOST_BYTES_PER_CHARACTER = 4
_BOM = b"\xef\xbb\xbf"


class _Position(NamedTuple):
    """Where an offset lies: 1-based line and column, and the byte offset at which that line starts."""

    line: int
    column: int
    line_start: int


def frames_of(places: Iterable[Place], contents: Mapping[str, bytes]) -> tuple[LineFrame, ...]:
    """A frame for each different place, sorted by path and offsets. Places in files that are not in `contents` have none."""
    by_path: dict[str, dict[tuple[int, int], Place]] = {}
    for place in places:
        if place.path in contents:
            by_path.setdefault(place.path, {}).setdefault((place.start, place.end), place)
    frames: list[LineFrame] = []
    for path in sorted(by_path):
        frames.extend(_file_frames(contents[path], [by_path[path][key] for key in sorted(by_path[path])]))
    return tuple(frames)


def utf16_length(text: str) -> int:
    """Number of UTF-16 code units of a text."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _file_frames(data: bytes, places: list[Place]) -> list[LineFrame]:
    spans = [(_boundary(data, place.start), _boundary(data, max(place.start, place.end))) for place in places]
    positions = _positions(data, sorted({offset for span in spans for offset in span}))
    frames = []
    line_start, line_end = -1, -1
    for place, (start, end) in zip(places, spans):
        first, last = positions[start], positions[end]
        if first.line_start != line_start:
            line_start = first.line_start
            line_end = data.find(b"\n", start)
            line_end = len(data) if line_end < 0 else line_end
        text, text_column = _window(data, start, first, line_end)
        frames.append(LineFrame(place, first.line, first.column, last.line, last.column, text, text_column))
    return frames


def _boundary(data: bytes, offset: int) -> int:
    """The offset, inside the text and never within a character."""
    offset = min(max(offset, 0), len(data))
    for _ in range(_MOST_BYTES_PER_CHARACTER - 1):
        if 0 < offset < len(data) and data[offset] & 0xC0 == 0x80:
            offset -= 1
    return offset


def _positions(data: bytes, offsets: list[int]) -> dict[int, _Position]:
    """Positions of ascending offsets: each step counts only the bytes since the one before."""
    found: dict[int, _Position] = {}
    here, line, column = 0, 1, 1
    line_start = len(_BOM) if data.startswith(_BOM) else 0
    here = line_start
    for offset in offsets:
        offset_here = max(offset, here)
        breaks = data.count(b"\n", here, offset_here)
        if breaks:
            line += breaks
            line_start = here = data.rfind(b"\n", here, offset_here) + 1
            column = 1
        column += _utf16_bytes(data[here:offset_here])
        here = offset_here
        found[offset] = _Position(line, column, line_start)
    return found


def _utf16_bytes(data: bytes) -> int:
    return len(data) if data.isascii() else utf16_length(data.decode("utf-8", "replace"))


def _window(data: bytes, start: int, first: _Position, line_end: int) -> tuple[str, int]:
    """At most 400 characters of the line around `start`, and the column they begin at."""
    line_start = min(first.line_start, line_end)
    if line_end - line_start <= WINDOW * _MOST_BYTES_PER_CHARACTER:
        line = data[line_start:line_end].decode("utf-8", "replace").removesuffix("\r")
        if len(line) <= WINDOW:
            return line, 1
    start = min(max(start, line_start), line_end)
    low = _boundary(data, max(line_start, start - _BEFORE * _MOST_BYTES_PER_CHARACTER))
    before = data[low:start].decode("utf-8", "replace")[-_BEFORE:]
    high = _boundary(data, min(line_end, start + WINDOW * _MOST_BYTES_PER_CHARACTER))
    after = data[start:high].decode("utf-8", "replace")[:WINDOW - len(before)].removesuffix("\r")
    return before + after, max(1, first.column - utf16_length(before))
