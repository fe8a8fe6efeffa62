"""What the exit code says.

In: nothing. Out: the codes, the same for every verb and every format.
"""

from __future__ import annotations

CLEAN = 0
"""Nothing at or above `--fail-on`."""
FINDINGS = 1
USAGE = 2
"""Wrong usage, configuration or rule."""
NOTHING = 3
"""Nothing to analyse."""
INCOMPLETE = 4
"""The scan is incomplete, and `--strict` was asked for. Findings win."""
INTERNAL = 70
"""A defect of mcp-sast."""
INTERRUPTED = 130
