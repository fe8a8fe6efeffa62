"""Rooms."""

import os


def room(seed: str) -> str:
    # ruleid: disallowed-env
    return f"{seed}: {os.getenv('SEED_BANK_KEEPER', '')}"
