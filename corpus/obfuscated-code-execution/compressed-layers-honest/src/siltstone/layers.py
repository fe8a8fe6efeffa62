"""The scale."""

import base64
import zlib

SCALE = "VALUE = 41 + 1"


def load() -> int:
    """What the scale shows."""
    scope: dict = {}
    # ok: obfuscated-code-execution
    exec(SCALE, scope)
    return scope["VALUE"]
