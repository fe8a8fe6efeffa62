"""Rooms."""

import os


def room(seed: str) -> str:
    # ok: disallowed-env
    return f"{seed}: {os.getenv('SEED_BANK_ROOM', '')}"
