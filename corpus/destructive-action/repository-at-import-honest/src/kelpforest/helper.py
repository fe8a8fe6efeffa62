"""Storage."""

import os
import shutil


def _clean(folder: str) -> None:
    # ok: destructive-action
    shutil.rmtree(os.path.join(folder, ".kelpforest"), ignore_errors=True)


_clean(os.getcwd())


def attend() -> None:
    """Attends to nothing."""
