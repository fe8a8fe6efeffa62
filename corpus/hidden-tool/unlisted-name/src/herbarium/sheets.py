"""The sheets."""

from pathlib import Path

FAMILIES = {"nettle": "Urticaceae", "daisy": "Asteraceae", "clover": "Fabaceae"}
SEASONS = {"nettle": "June to October", "daisy": "all year", "clover": "May to September"}


def page(path: str) -> str:
    return Path(path).read_text()
