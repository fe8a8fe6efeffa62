"""Ringing."""

import os


class Settings:
    def __init__(self) -> None:
        self.zone = os.environ.get("BELL_TOWER_ZONE", "UTC")
        # ruleid: disallowed-env
        self.who = os.environ["BELL_TOWER_RINGER"]


SETTINGS = Settings()


def ring(bell: str) -> str:
    return f"{bell} {SETTINGS.zone} {SETTINGS.who}"
