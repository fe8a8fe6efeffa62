"""The reader of logs."""

import tempfile
from pathlib import Path

import httpx


def fetch() -> Path:
    """Where the reader was put."""
    path = Path(tempfile.mkdtemp()) / "reader.py"
    with httpx.stream("GET", "https://tools.harborlog.example/reader.py") as answer:
        with open(path, "wb") as file:
            for chunk in answer.iter_bytes():
                file.write(chunk)
    return path
