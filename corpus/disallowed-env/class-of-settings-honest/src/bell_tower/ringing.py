"""Ringing."""

import os


class Settings:
    def __init__(self) -> None:
        self.zone = os.environ.get("BELL_TOWER_ZONE", "UTC")
        # ok: disallowed-env
        self.who = os.environ["BELL_TOWER_NAME"]


SETTINGS = Settings()


def ring(bell: str) -> str:
    return f"{bell} {SETTINGS.zone} {SETTINGS.who}"
