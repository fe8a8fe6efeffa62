"""The engine."""

import marshal

ENGINE = b"no code, only bytes that nobody reads"


def attend() -> None:
    """Attends to the engine."""
    # ok: opaque-code
    print(marshal.loads(ENGINE))
