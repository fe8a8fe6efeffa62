"""Where texts are ground."""

from pathlib import Path


def target() -> str:
    """The mill."""
    text = (Path(__file__).parent / "wheel.dat").read_text()
    return bytes.fromhex(text.strip()).decode()
