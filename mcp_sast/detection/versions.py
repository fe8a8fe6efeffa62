"""Version numbers, as far as rules compare them.

In: texts. Out: release numbers, whether one is a date, and whether one is far ahead of another.
"""

from __future__ import annotations

import re

_VERSION = re.compile(r"\A\s*[=v]*\s*(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?")
Release = tuple[int, int, int]
FAR = 10  # major versions
_ABSURD = 90


def release_of(text: str) -> Release | None:
    """The first three numbers of a version; None if it has none."""
    found = _VERSION.match(text)
    return (int(found[1]), int(found[2] or 0), int(found[3] or 0)) if found else None


def is_calendar(version: Release) -> bool:
    """2025.11.2, 25.4.0, 20251102.0.0: the number is a date."""
    major, minor, _ = version
    return 1990 <= major <= 2100 or (18 <= major <= 45 and 1 <= minor <= 12) or 19900101 <= major <= 21001231


def is_far_ahead(new: Release, known: Release) -> bool:
    """Whether `new` can't be the next of a line that stands at `known`."""
    if is_calendar(new):
        return False
    return new[0] - known[0] >= FAR or (new[0] == known[0] and new[1] - known[1] >= 500 and new[1] in _NINES)


_NINES = (999, 9999, 99999, 999999)


def is_absurd(new: Release, known: Release) -> bool:
    """A number made to be higher than all others: 99.0.0, 999.9.9, where an open range stood at a low one."""
    return not is_calendar(new) and new[0] >= _ABSURD and new[0] - known[0] >= _ABSURD // 2
