"""The engine."""

import importlib.util
import os

ENGINE = os.path.join(os.path.dirname(__file__), "engine.pyc")


def attend() -> None:
    """Attends to the engine."""
    # ruleid: opaque-code
    spec = importlib.util.spec_from_file_location("engine", ENGINE)
    print(spec)
