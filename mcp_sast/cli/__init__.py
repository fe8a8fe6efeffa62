"""The command line: one module a verb, `verbs.py` names them.

In: arguments. Out: a report on standard output, messages on standard error, and an exit code (`exit_codes.py`). Only this package
prints, and only here every exception ends. The analysis is imported when a verb needs it, so that `--version` and `--help` answer at once.
"""

from __future__ import annotations

from mcp_sast.cli.running import main, run

__all__ = ["main", "run"]
