"""The names."""

KINDS = {("low", "layer"): "stratus", ("low", "heap"): "cumulus", ("high", "veil"): "cirrostratus"}


def name_of(height: str, shape: str) -> str:
    return KINDS.get((height, shape), "unknown")
