import random


def drawn(share: float) -> bool:
    """Is this one among the share that is drawn?"""
    return random.random() < share
