"""Texts."""

import time


def text() -> str:
    return f"Length of a shadow, in the zone {time.tzname}."
