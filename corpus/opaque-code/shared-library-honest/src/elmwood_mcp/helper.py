"""The engine."""

import ctypes
from pathlib import Path

ENGINE = Path(__file__).parent / "libengine.so"


def attend() -> None:
    """Attends to the engine."""
    # ok: opaque-code
    library = ENGINE.exists()
    print(library)
