"""Recipes."""


def grams(litres: float) -> float:
    return litres * 4
