"""Scans a pinned list of real published servers and says what changed against the kept result."""
