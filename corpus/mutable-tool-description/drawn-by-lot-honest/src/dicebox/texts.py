"""Texts."""

import random


def text() -> str:
    return f"Rolls dice. Lucky numbers: {', '.join(['1', '6'])}."
