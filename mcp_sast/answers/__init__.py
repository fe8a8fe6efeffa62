"""Captured answers: what a server said to a client, read from a JSON file instead of from code."""
