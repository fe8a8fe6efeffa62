"""Ages."""


def years(seed: str) -> int:
    return len(seed)
