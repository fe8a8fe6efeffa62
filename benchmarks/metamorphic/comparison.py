"""What is found in a case before and after a build.

In: the findings of two scans. Out: `Difference`: how many were kept, which were lost, which are new.

A finding is the same if rule, source, destination (or recipient, or text) and phase are: lines, names and levels change with a build.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from mcp_sast.findings.finding import Finding

_CODE = (".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".py")


class Key(NamedTuple):
    """What makes two findings the same."""

    rule: str
    source: str
    destination: str
    phase: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.source or '-'} -> {self.destination or '-'} ({self.phase or '-'})"


@dataclass(frozen=True, slots=True)
class Difference:
    """`benign`: nothing was reported before the build, so `added` are false alarms."""

    found: int
    lost: tuple[Key, ...]
    added: tuple[Key, ...]
    benign: bool

    @property
    def kept(self) -> int:
        """How many findings are still there."""
        return self.found - len(self.lost)


def keys_of(findings: Iterable[Finding]) -> Counter[Key]:
    """The warnings and errors about code, each with how often it occurs."""
    shown = (f for f in findings if f.level != "note" and f.place.path.endswith(_CODE))
    return Counter(Key(f.rule, f.source, f.destination, f.phase or "") for f in shown)


def difference(before: Counter[Key], after: Counter[Key]) -> Difference:
    """What a build changed. A finding that a bundler copied into two entries, or merged from two, is kept."""
    lost = tuple(sorted(key for key in before if key not in after))
    added = tuple(sorted(key for key in after if key not in before))
    return Difference(len(before), lost, added, not before)
