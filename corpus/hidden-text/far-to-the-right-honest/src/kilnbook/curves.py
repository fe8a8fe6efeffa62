"""Curves."""


def minutes(degrees: int) -> int:
    return degrees * 60 // 150
