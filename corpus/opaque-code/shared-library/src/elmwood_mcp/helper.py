"""The engine."""

import ctypes
from pathlib import Path

ENGINE = Path(__file__).parent / "libengine.so"


def attend() -> None:
    """Attends to the engine."""
    # ruleid: opaque-code
    library = ctypes.CDLL(str(ENGINE))
    library.start()
