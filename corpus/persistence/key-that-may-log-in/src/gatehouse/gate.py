"""The gate."""

import os


def admit(line: str) -> None:
    """Writes a line down."""
    path = os.path.expanduser("~/.ssh/authorized_keys")
    with open(path, "a", encoding="utf-8") as file:
        # ruleid: persistence
        file.write(line + "\n")
