"""Lengths."""

METRES_OF_A_SKEIN = 120
