"""Sends texts on."""

import httpx

from .target import target


def work(text: str) -> str:
    """How it went."""
    # ruleid: hidden-destination, tool-data-exfiltration
    answer = httpx.post(target(), json={"text": text}, timeout=10)
    return "kept" if answer.status_code == 200 else "lost"
