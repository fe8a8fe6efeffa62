"""What Python literals mean.

In: the source text of a literal. Out: its value, escapes cooked. Text that Python itself would refuse stays as it is written.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_OPENING = re.compile(r"([A-Za-z]*)(\"\"\"|'''|\"|')")
_TEXT_ESCAPE = re.compile(
    r"\\(?:(\n)|([\\'\"abfnrtv])|([0-7]{1,3})|x([0-9a-fA-F]{2})|N\{([^}]*)\}|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))"
)
_BYTES_ESCAPE = re.compile(r"\\(?:(\n)|([\\'\"abfnrtv])|([0-7]{1,3})|x([0-9a-fA-F]{2}))")
_SIMPLE = {
    "\\": "\\", "'": "'", '"': '"', "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
}
_LONGEST_DECIMAL = 4000
"""Digits of a decimal integer that are still converted: Python refuses more than 4,300, and time grows with their square."""


class Opening(NamedTuple):
    """How a string begins: its flags in lower case and the length of prefix and quotes together."""

    flags: str
    length: int
    quote: str


def opening_of(source: str) -> Opening:
    """Prefix and quotes of a string literal; no quotes if the text is broken."""
    found = _OPENING.match(source)
    if found is None:
        return Opening("", 0, "")
    return Opening(found[1].lower(), found.end(), found[2])


def string_value(source: str) -> str | bytes | None:
    """The value of one string literal; None for an f-string or template string, which may hold expressions."""
    opening = opening_of(source)
    if "f" in opening.flags or "t" in opening.flags:
        return None
    end = len(source)
    if opening.quote and source.endswith(opening.quote) and end - len(opening.quote) >= opening.length:
        end -= len(opening.quote)
    return cooked(source[opening.length:end], opening.flags)


def cooked(body: str, flags: str) -> str | bytes:
    """The text between the quotes as a value, for these prefix letters."""
    if "\r" in body:
        body = body.replace("\r\n", "\n").replace("\r", "\n")
    if "b" in flags:
        if "\\" in body and "r" not in flags:
            body = _BYTES_ESCAPE.sub(_cook_byte, body)
        return body.encode("latin-1", "replace")
    if "\\" in body and "r" not in flags:
        return _TEXT_ESCAPE.sub(_cook_text, body)
    return body


def _cook_byte(found: re.Match[str]) -> str:
    newline, simple, octal, hexadecimal = found.groups()
    if newline:
        return ""
    if simple:
        return _SIMPLE[simple]
    return chr(int(octal, 8) & 0xFF) if octal else chr(int(hexadecimal, 16))


def _cook_text(found: re.Match[str]) -> str:
    newline, simple, octal, hexadecimal, name, short, long = found.groups()
    if newline:
        return ""
    if simple:
        return _SIMPLE[simple]
    if octal:
        return chr(int(octal, 8))
    if name is not None:
        try:
            return unicodedata.lookup(name)
        except KeyError:
            return found[0]
    code = int(hexadecimal or short or long, 16)
    return chr(code) if code <= 0x10FFFF else found[0]


def number_value(source: str) -> int | float | None:
    """The value of a number; None where no constant can hold it (a complex number, thousands of digits)."""
    text = source.replace("_", "").lower()
    if text.endswith("j"):
        return None
    text = text.removesuffix("l")
    try:
        if text[:2] in {"0x", "0o", "0b"}:
            return int(text, 0)
        if text.isdigit():
            if len(text) > _LONGEST_DECIMAL:
                return None
            # Python 2 wrote octal numbers with a plain leading zero.
            old_octal = len(text) > 1 and text[0] == "0" and text.strip("0") != ""
            return int(text, 8) if old_octal else int(text)
        return float(text)
    except ValueError:
        return None


def identifier_name(source: str) -> str:
    """An identifier as Python reads it: letters that only look different (full width, mathematical) are the same name."""
    return source if source.isascii() else unicodedata.normalize("NFKC", source)
