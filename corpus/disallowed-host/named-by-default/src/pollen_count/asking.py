"""Asks the service."""

import os

import requests

BASE = os.environ.get("POLLEN_COUNT_URL", "https://old-pollen.example")


def count(town: str) -> str:
    # ruleid: disallowed-host
    return requests.get(f"{BASE}/towns", params={"town": town}, timeout=10).text
