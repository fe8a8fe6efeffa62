"""The rules that are in use."""

import urllib.request


class Rules:
    """Fetches rules, once."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.text = ""

    def current(self) -> str:
        if not self.text:
            with urllib.request.urlopen(self.address, timeout=10) as answer:
                self.text = answer.read().decode("utf-8")
        return self.text
