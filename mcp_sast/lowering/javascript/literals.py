"""Values of JavaScript's literals.

In: source bytes of a string, number, template part or identifier. Out: the constant it stands for.
"""

from __future__ import annotations

import re

_ESCAPE = re.compile(
    r"\\(?:u\{([0-9A-Fa-f_]+)\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|([0-7]{1,3})|(\r\n|[\s\S]))",
)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}
_LINE_CONTINUATIONS = {"\n": "", "\r": "", "\r\n": "", "\u2028": "", "\u2029": ""}
_SINGLE = _LETTERS | _LINE_CONTINUATIONS
_SAFE_INTEGER = 2**53
_MOST_DIGITS = 4000


def decode(raw: bytes) -> str:
    """Source bytes as text; bytes that are no UTF-8 become replacement characters."""
    return raw.decode("utf-8", "replace")


def _unescape(match: re.Match[str]) -> str:
    braces, four, two, octal, single = match.groups()
    if braces is not None:
        digits = braces.replace("_", "")
        point = int(digits, 16) if 0 < len(digits) <= 8 else 0x110000
        return chr(point) if point < 0x110000 else "\ufffd"
    if four is not None or two is not None:
        return chr(int(four or two, 16))
    if octal is not None:
        if len(octal) == 3 and octal[0] > "3":
            return chr(int(octal[:2], 8)) + octal[2]
        return chr(int(octal, 8))
    found: str = _SINGLE.get(single, single)
    return found


def cooked(raw: bytes) -> str:
    """The inside of a string or template with its escapes replaced; pairs of surrogates become one character."""
    text = decode(raw)
    if "\\" not in text:
        return text
    text = _ESCAPE.sub(_unescape, text)
    if any("\ud800" <= c <= "\udfff" for c in text):
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass") if _paired(text) else text
    return text


def _paired(text: str) -> bool:
    """Whether joining surrogates is possible: a lone one can't pass the codec and is kept as it is."""
    return re.search("[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]", text) is None


def string_value(raw: bytes) -> str:
    """A string literal with its quotes. The closing quote may be missing in broken code."""
    end = len(raw) - 1 if len(raw) > 1 and raw[-1:] == raw[:1] else len(raw)
    return cooked(raw[1:end])


def identifier_name(raw: bytes) -> str:
    """An identifier or property name with its unicode escapes replaced."""
    return cooked(raw) if b"\\" in raw else decode(raw)


def number_value(raw: bytes) -> int | float | None:
    """A numeric literal; integers of JavaScript's safe range and bigints are ints. None if it can't be read."""
    text = decode(raw).replace("_", "").lower()
    if text.endswith("n"):
        return _integer(text[:-1]) if len(text) < _MOST_DIGITS else None
    if text[:2] in ("0x", "0o", "0b") or (len(text) > 1 and text[0] == "0" and text.isdigit() and not set(text) & {"8", "9"}):
        number = _integer(text) if len(text) < _MOST_DIGITS else None
        return number if number is None or number < _SAFE_INTEGER else _as_float(number)
    try:
        value = float(text)
    except ValueError:
        return None
    return int(value) if abs(value) < _SAFE_INTEGER and value == int(value) else value


def _as_float(number: int) -> float:
    try:
        return float(number)
    except OverflowError:
        return float("inf")


def _integer(text: str) -> int | None:
    base = {"0x": 16, "0o": 8, "0b": 2}.get(text[:2])
    try:
        if base is not None:
            return int(text[2:], base)
        return int(text, 8) if len(text) > 1 and text[0] == "0" else int(text)
    except ValueError:
        return None


def property_key(value: str | float) -> str:
    """A constant key as the property name it becomes."""
    return value if isinstance(value, str) else str(value)
