"""The engine."""

import importlib.util
import os

ENGINE = os.path.join(os.path.dirname(__file__), "engine.pyc")


def attend() -> None:
    """Attends to the engine."""
    # ok: opaque-code
    spec = os.path.getsize(ENGINE)
    print(spec)
