"""The diary."""

import time

_watered: dict[str, float] = {}


def water(plant: str) -> str:
    _watered[plant] = time.monotonic()
    return f"{plant} was watered"


def dry_for(days: float) -> list[str]:
    now = time.monotonic()
    return [plant for plant, when in _watered.items() if now - when > days * 86_400]
