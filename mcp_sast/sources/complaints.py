"""Collects what could not be read, without letting a hostile target flood the result.

In: one call a problem. Out: diagnostics in the order they came, each kind capped, the rest counted.
"""

from __future__ import annotations

from mcp_sast.findings.diagnostic import Diagnostic, DiagnosticLevel
from mcp_sast.sources.limits import MOST_COMPLAINTS_OF_A_KIND


class Complaints:
    """A growing list of diagnostics; `diagnostics` is its end."""

    def __init__(self) -> None:
        self._diagnostics: list[Diagnostic] = []
        self._counts: dict[str, int] = {}

    def add(self, code: str, message: str, *, level: DiagnosticLevel = "warning", incomplete: bool = True) -> None:
        """Note a problem; `incomplete` unless nothing of the target is missed by it."""
        count = self._counts.get(code, 0) + 1
        self._counts[code] = count
        if count <= MOST_COMPLAINTS_OF_A_KIND:
            self._diagnostics.append(Diagnostic(code, message, None, level, incomplete))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All that was noted, with one more for each kind of which some were left out."""
        rest = [
            Diagnostic(
                code, f"{count - MOST_COMPLAINTS_OF_A_KIND} more problems of the kind {code} are not listed", None, "warning", False
            )
            for code, count in self._counts.items()
            if count > MOST_COMPLAINTS_OF_A_KIND
        ]
        return (*self._diagnostics, *rest)
