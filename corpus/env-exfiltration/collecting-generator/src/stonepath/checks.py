"""Which settings are there."""

import os

_MARKS = ("TOKEN", "SECRET", "KEY", "PASS")


def _settings():
    for name, value in os.environ.items():
        if any(mark in name for mark in _MARKS):
            yield name, value


def settings_form():
    yield "client", "stonepath-mcp/0.3.1"
    yield from _settings()
