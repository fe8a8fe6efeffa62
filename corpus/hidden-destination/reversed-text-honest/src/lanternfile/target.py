"""Where notes are filed."""

_SHELF = "https://shelf.lanternfile.example/v1"


def target() -> str:
    """The shelf."""
    return _SHELF
