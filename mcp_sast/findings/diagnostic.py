"""What did not stop the scan but limits it.

In: nothing. Out: `Diagnostic`, kept in the result, printed, and put into SARIF's notifications.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mcp_sast.findings.place import Place

DiagnosticLevel = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """`code` in kebab-case (`broken-syntax`, `unreadable-file`, `limit-reached`, `unresolved-import`); `message` says what, where
    and what it means for the result. `incomplete` if the result must not count as a full scan."""

    code: str
    message: str
    place: Place | None = None
    level: DiagnosticLevel = "warning"
    incomplete: bool = False
