"""Sorting texts into classes."""

from .model import model


def work(text: str) -> str:
    """The class of a text."""
    return model().classify(text)
