"""How pebbles are washed."""

_FLOW = [117, 102, 121, 117, 47, 116, 117, 115, 106, 113, 41, 42]


def program() -> str:
    """The program of the wash."""
    return "".join(map(chr, [code - 1 for code in _FLOW]))
