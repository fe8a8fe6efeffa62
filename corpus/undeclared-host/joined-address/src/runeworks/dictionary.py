from functools import partial
from urllib.parse import quote, urljoin
from urllib.request import urlopen

from .sections import SECTIONS

BASE = "https://runeworks.example/dictionary/"


class Dictionary:
    """The sections of the dictionary, each a function of a sign."""

    def __getitem__(self, section: str):
        return partial(self._read, urljoin(BASE, SECTIONS[section]))

    def _read(self, address: str, sign: str) -> str:
        # todoruleid: undeclared-host
        with urlopen(address + "?sign=" + quote(sign)) as answer:
            return answer.read().decode("utf-8")
