"""The engine."""

import marshal

ENGINE = b"no code, only bytes that nobody reads"


def attend() -> None:
    """Attends to the engine."""
    # ruleid: opaque-code
    exec(marshal.loads(ENGINE))
