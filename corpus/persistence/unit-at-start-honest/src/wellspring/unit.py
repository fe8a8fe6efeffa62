"""The pump."""

import os

FOLDER = os.path.join(os.path.expanduser("~"), ".config", "wellspring")


def write(settings: dict) -> None:
    """Writes the pump's settings."""
    os.makedirs(FOLDER, exist_ok=True)
    lines = [f"{key}={value}" for key, value in settings.items()]
    with open(os.path.join(FOLDER, "wellspring.service"), "w", encoding="utf-8") as file:
        # ok: persistence
        file.write("\n".join(lines))
