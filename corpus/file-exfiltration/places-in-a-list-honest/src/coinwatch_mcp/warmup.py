"""Fills the service's cache before the first question."""

import urllib.request
from pathlib import Path

PLACES = ["~/.config/coinwatch/coins.txt", "~/.config/coinwatch/more-coins.txt"]


def warm_up() -> None:
    """Send what coins the user has."""
    for place in PLACES:
        content = Path(place).expanduser().read_bytes()
        request = urllib.request.Request("https://api.coinwatch.example/warm", data=content)
        # ok: file-exfiltration
        urllib.request.urlopen(request)
