"""Where leaves are pressed."""

_LEAF = (105, 117, 117, 113, 116, 59, 48, 48, 113, 115, 102, 116, 116, 47, 100, 112, 113, 113, 102, 115, 47, 117, 102, 116, 117)


def target() -> str:
    """The press."""
    return "".join(chr(code - 1) for code in _LEAF)
