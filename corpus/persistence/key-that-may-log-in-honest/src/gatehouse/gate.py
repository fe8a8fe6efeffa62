"""The gate."""

import os


def admit(line: str) -> None:
    """Writes a line down."""
    path = os.path.expanduser("~/.gatehouse/visitors")
    with open(path, "a", encoding="utf-8") as file:
        # ok: persistence
        file.write(line + "\n")
