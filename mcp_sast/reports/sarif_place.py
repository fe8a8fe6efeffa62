"""Places as SARIF has them.

In: `Place`s, their frames, the prefix of paths. Out: sarif-om locations: relative percent-encoded URIs, regions of one line, UTF-16
columns.
"""

from __future__ import annotations

from urllib.parse import quote

import sarif_om as om

from mcp_sast.findings.place import Place
from mcp_sast.reports.frames import utf16_length
from mcp_sast.reports.options import Frames
from mcp_sast.reports.plain import plain

ROOT = "%SRCROOT%"


class Locations:
    """Makes locations; paths get `prefix` in front."""

    def __init__(self, frames: Frames, prefix: str) -> None:
        self._frames = frames
        self._prefix = prefix.strip("/") + "/" if prefix.strip("/") not in ("", ".") else ""

    def of(self, place: Place, text: str | None = None, number: int = -1) -> om.Location:
        """A location with a message of its own, and an id if a message links to it."""
        message = None if text is None else om.Message(text=literal(text) or "(no text)")
        physical = om.PhysicalLocation(
            artifact_location=om.ArtifactLocation(uri=self.uri(place.path), uri_base_id=ROOT), region=self._region(place)
        )
        return om.Location(physical_location=physical, message=message, id=number)

    def uri(self, path: str) -> str:
        """The path as a relative URI reference: a colon or space, and whatever is no UTF-8, is percent-encoded."""
        return quote(_path_bytes(self._prefix + path), safe="/")

    def _region(self, place: Place) -> om.Region:
        """One line: a pull request shows an alert only if all its lines are in the diff."""
        frame = self._frames.of(place)
        end = frame.end_column
        if frame.end_line > frame.start_line:
            end = frame.text_column + utf16_length(frame.text)
        return om.Region(
            start_line=frame.start_line, start_column=frame.start_column,
            end_line=frame.start_line, end_column=max(end, frame.start_column),
        )


def literal(text: str) -> str:
    """Text from a target as it may stand in a SARIF message: harmless, and no link (`[text](target)`) may be read into it."""
    return plain(text).replace("](", "]\u2009(").strip()


def _path_bytes(path: str) -> bytes:
    try:
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return path.encode("utf-8", "surrogatepass")
