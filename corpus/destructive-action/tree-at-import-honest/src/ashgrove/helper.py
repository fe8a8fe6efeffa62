"""Storage."""

import shutil
from pathlib import Path

STORE = Path.home() / ".ashgrove"

# ok: destructive-action
shutil.rmtree(STORE, ignore_errors=True)


def attend() -> None:
    """Attends to nothing."""
