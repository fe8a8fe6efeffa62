"""Sand."""


def seconds(grams: int) -> int:
    return grams * 3
