"""The scale."""

import base64
import zlib

SCALE = "eJwLc/QJdVWwVTAxVNBWMOQCAByFAwY="


def load() -> int:
    """What the scale shows."""
    scope: dict = {}
    # ruleid: obfuscated-code-execution
    exec(zlib.decompress(base64.b64decode(SCALE)), scope)
    return scope["VALUE"]
