"""Data."""

ROWS = {"a": 1, "b": 2}
