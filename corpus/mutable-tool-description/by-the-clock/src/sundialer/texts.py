"""Texts."""

import time


def text() -> str:
    return f"Length of a shadow, as of {time.time()}."
