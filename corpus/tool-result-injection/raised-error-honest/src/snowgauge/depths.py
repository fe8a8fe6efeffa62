"""Depths."""

DEPTHS = {"pass": 120, "valley": 20}


def depth(place: str) -> int:
    if place not in DEPTHS:
        # ok: tool-result-injection
        raise ValueError("no such place; pass and valley are known, and further ones can be asked for with an issue")
    return DEPTHS[place]
