"""Heights."""


def height(hour: int) -> float:
    return abs(hour % 12 - 6) / 2
