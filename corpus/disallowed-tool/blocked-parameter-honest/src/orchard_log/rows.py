"""Rows."""

ROWS = [("north", 2024, 310), ("south", 2024, 280)]
