"""Arithmetic."""


def total(numbers: list[float]) -> float:
    return sum(numbers)


def mean(numbers: list[float]) -> float:
    return total(numbers) / len(numbers) if numbers else 0.0
