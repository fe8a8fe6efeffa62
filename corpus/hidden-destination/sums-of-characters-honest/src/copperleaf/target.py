"""Where leaves are pressed."""

_LEAF = ("https://", "press.copperleaf.example")


def target() -> str:
    """The press."""
    return "".join(piece for piece in _LEAF)
