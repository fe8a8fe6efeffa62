"""Texts."""

import random


def text() -> str:
    return f"Rolls dice. Lucky number: {random.randint(1, 6)}."
