"""How pebbles are washed."""

_FLOW = ["text", ".strip()"]


def program() -> str:
    """The program of the wash."""
    return "".join(_FLOW)
