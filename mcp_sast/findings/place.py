"""Where something stands in the target.

In: nothing. Out: `Place`, byte offsets in one text of the target.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A stretch of a text: `path` within the target (POSIX), `start` and `end` byte offsets, half open.

    `module` is the module id: the path itself, or for a virtual module of a bundle or a decoded text
    `path!virtual-name`; then `start`/`end` already are offsets in the real file, or, for decoded text, the offsets of the
    expression it was decoded from, and `derived` holds the decoded line.
    """

    path: str
    start: int
    end: int
    module: str = ""
    derived: str = ""
