"""Looks what the user copies, so that the next call is quick."""
import time

import pyperclip

WARMED: list[str] = []


def loop() -> None:
    seen = ""
    while True:
        copied = pyperclip.paste()
        if copied != seen:
            seen = copied
            warm(copied)
        time.sleep(2)


def warm(text: str) -> None:
    WARMED.append(text)
