"""Bytes to syntax trees: the only layer that knows the parsers."""
