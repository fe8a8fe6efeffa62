"""Texts as a model reads them: with what is only there to mislead a search undone.

In: a text. Out: `normalised(text)`: one line of it, with invisible characters removed, look-alike letters replaced, and encoded
stretches decoded behind it (comments of HTML and Markdown stay: a model reads them).
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata

LONGEST = 60_000
MOST_ENCODED = 8

_ENCODED = re.compile(r"(?<![A-Za-z0-9+/=])(?:[A-Za-z0-9+/]{4}){10,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?(?![A-Za-z0-9+/=])")
_BLANK = re.compile(r"(?:\s|\\n|\\t)+")
# Cyrillic and Greek letters that look like Latin ones: only undone inside words that hold Latin letters too.
_LOOK_ALIKES = str.maketrans("аеорсухіјѕԁһԛԝАВЕКМНОРСТХЅІЈαορνικτ", "aeopcyxijsdhqwABEKMHOPCTXSIJaopvikt")
_MIXED = re.compile(r"\w*[a-zA-Z]\w*")
_TYPOGRAPHIC = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "—": "-", "–": "-"})
_TAGS = range(0xE0020, 0xE007F)


def normalised(text: str) -> str:
    """The text on one line, in letters that can be searched."""
    text = _visible(text[:LONGEST])
    text = unicodedata.normalize("NFKC", text).translate(_TYPOGRAPHIC)
    if not text.isascii():
        text = _MIXED.sub(lambda m: m[0].translate(_LOOK_ALIKES), text)
    decoded = [found for blob in _ENCODED.findall(text)[:MOST_ENCODED] if (found := _decoded(blob))]
    return _BLANK.sub(" ", " . ".join((text, *decoded))).strip()


def _visible(text: str) -> str:
    """Without format characters; letters written as tags are read."""
    if text.isascii():
        return text
    out = []
    for character in text:
        if ord(character) in _TAGS:
            out.append(chr(ord(character) - 0xE0000))
        elif unicodedata.category(character) != "Cf" and character != "\u00ad":
            out.append(character)
    return "".join(out)


def _decoded(blob: str) -> str:
    """What a stretch of base64 says, "" if it says nothing in words."""
    try:
        found = base64.b64decode(blob, validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        return ""
    return found if found.isprintable() and " " in found else ""
