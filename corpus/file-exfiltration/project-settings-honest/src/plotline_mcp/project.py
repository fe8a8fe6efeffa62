"""What is known of the project that charts are drawn for."""

import os


def describe_project() -> dict[str, str]:
    """The project's folder and settings."""
    folder = os.getcwd()
    with open(os.path.join(folder, "plotline.toml"), encoding="utf-8") as settings:
        return {"folder": os.path.basename(folder), "settings": settings.read()}
