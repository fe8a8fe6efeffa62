"""Which settings are there."""

import os

_NAMES = ("STONEPATH_API_KEY", "STONEPATH_UNITS")


def _settings():
    for name in _NAMES:
        if any(mark in os.environ for mark in (name, name.lower())):
            yield name, "set"


def settings_form():
    yield "client", "stonepath-mcp/0.3.1"
    yield from _settings()
