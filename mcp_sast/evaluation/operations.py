"""Operators, string methods and library functions over constants.

In: constants (strings, numbers, booleans, bytes, None). Out: the constant that the program would compute, or `NOT_FOLDED`.

Nothing here touches the host; results are bounded by LONGEST_RESULT. Semantics are those of JavaScript and Python where
they agree; where they differ the method name tells which language is meant (`toUpperCase`, `upper`).
"""

from __future__ import annotations

import base64
import binascii
import codecs
import urllib.parse
import zlib
from collections.abc import Callable, Sequence
from enum import Enum
from typing import Final, TypeAlias

Constant: TypeAlias = str | bytes | int | float | bool | None
Result: TypeAlias = Constant | list["Result"] | tuple["Result", ...]


class _NotFolded(Enum):
    """The answer where nothing can be computed (None is a constant like any other)."""

    NOT_FOLDED = "not folded"


NOT_FOLDED: Final = _NotFolded.NOT_FOLDED
LONGEST_RESULT = 1_000_000
_LARGEST_INT = 2**256


def fold_operator(operation: str, operands: Sequence[Constant]) -> Constant | _NotFolded:
    """Apply an IR operator (`Pure.op`) to constants."""
    handler = _BINARY.get(operation) if len(operands) == 2 else _UNARY.get(operation) if len(operands) == 1 else None
    if handler is None:
        return NOT_FOLDED
    try:
        result = handler(*operands)
        return NOT_FOLDED if _is_too_large(result) else result
    except (TypeError, ValueError, ZeroDivisionError, OverflowError, ArithmeticError):
        return NOT_FOLDED


def fold_method(name: str, receiver: Constant, arguments: Sequence[Constant]) -> Result | _NotFolded:
    """Call a method of a string, bytes or number constant."""
    handler = _METHODS.get(name)
    if handler is None or not isinstance(receiver, (str, bytes, int, float)):
        return NOT_FOLDED
    try:
        return _bounded(handler(receiver, *arguments))
    except (TypeError, ValueError, IndexError, OverflowError, LookupError, AttributeError):
        return NOT_FOLDED


def fold_function(path: str, arguments: Sequence[Constant]) -> Result | _NotFolded:
    """Call a pure function of a library or of the platform by its path (`atob`, `base64.b64decode`)."""
    handler = _FUNCTIONS.get(path)
    if handler is None:
        return NOT_FOLDED
    try:
        return _bounded(handler(*arguments))
    except (TypeError, ValueError, IndexError, OverflowError, LookupError, AttributeError, binascii.Error):
        return NOT_FOLDED


def is_foldable_function(path: str) -> bool:
    """Does the table know this function?"""
    return path in _FUNCTIONS


def truth(value: Constant) -> bool:
    """Is it truthy? (JavaScript's and Python's answers agree for constants that matter: "", 0, None, False.)"""
    return bool(value)


def _is_too_large(value: Result) -> bool:
    if isinstance(value, (str, bytes)):
        return len(value) > LONGEST_RESULT
    if isinstance(value, int):
        return not -_LARGEST_INT < value < _LARGEST_INT
    return isinstance(value, (list, tuple)) and len(value) > 10_000


def _bounded(value: Result) -> Result | _NotFolded:
    return NOT_FOLDED if _is_too_large(value) else value


def _as_text(value: Constant) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _add(a: Constant, b: Constant) -> Constant:
    if isinstance(a, bytes) and isinstance(b, bytes):
        return a + b
    if isinstance(a, (str, bytes)) or isinstance(b, (str, bytes)):
        return _as_text(a) + _as_text(b)
    return a + b  # type: ignore[operator]


def _multiply(a: Constant, b: Constant) -> Constant:
    size = a if isinstance(a, int) else b
    text = b if size is a else a
    if isinstance(text, (str, bytes)) and isinstance(size, int) and len(text) * max(size, 0) > LONGEST_RESULT:
        raise OverflowError
    return a * b  # type: ignore[operator]


def _divide(a: Constant, b: Constant) -> Constant:
    result = a / b  # type: ignore[operator]
    return int(result) if isinstance(result, float) and result.is_integer() and isinstance(a, int) else result


def _power(a: Constant, b: Constant) -> Constant:
    if isinstance(b, int) and b > 300:
        raise OverflowError
    return a**b  # type: ignore[operator]


def _int32(value: Constant) -> int:
    number = int(value or 0)
    number &= 0xFFFFFFFF
    return number - 0x100000000 if number & 0x80000000 else number


def _shift_left(a: Constant, b: Constant) -> Constant:
    if not isinstance(b, int) or b > 512:
        raise OverflowError
    return a << b  # type: ignore[operator]


def _equal(a: Constant, b: Constant) -> bool:
    return a == b and isinstance(a, str) == isinstance(b, str)


_BINARY: dict[str, Callable[..., Constant]] = {
    "add": _add,
    "sub": lambda a, b: a - b,
    "mul": _multiply,
    "div": _divide,
    "floordiv": lambda a, b: a // b,
    "mod": lambda a, b: a % b if not isinstance(a, (str, bytes)) else (_ for _ in ()).throw(TypeError()),
    "pow": _power,
    "bitand": lambda a, b: a & b,
    "bitor": lambda a, b: a | b,
    "bitxor": lambda a, b: a ^ b,
    "shl": _shift_left,
    "shr": lambda a, b: a >> b,
    "eq": _equal,
    "ne": lambda a, b: not _equal(a, b),
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "in": lambda a, b: a in b if isinstance(b, str) else (_ for _ in ()).throw(TypeError()),
}
_UNARY: dict[str, Callable[..., Constant]] = {
    "not": lambda a: not truth(a),
    "truthy": truth,
    "neg": lambda a: -a,
    "pos": lambda a: float(a) if isinstance(a, str) and not a.strip().lstrip("-").isdigit() else int(a),
    "invert": lambda a: ~_int32(a),
    "is_undefined": lambda a: a is None,
    "is_none": lambda a: a is None,
    "void": lambda a: None,
    "typeof": lambda a: {str: "string", int: "number", float: "number", bool: "boolean"}.get(type(a), "undefined"),
}


# -------------------------------------------------------------------------------------------------------------- methods


def _js_slice(text: str, start: int | None = None, end: int | None = None) -> str:
    return text[slice(start, end)]


def _js_substring(text: str, start: int = 0, end: int | None = None) -> str:
    stop = len(text) if end is None else max(0, end)
    low, high = sorted((max(0, start), stop))
    return text[low:high]


def _js_substr(text: str, start: int = 0, length: int | None = None) -> str:
    begin = start if start >= 0 else max(0, len(text) + start)
    return text[begin:] if length is None else text[begin : begin + max(0, length)]


def _split(text: str, separator: Constant = None, limit: int | None = None) -> list[Result]:
    if separator is None:
        return list(text.split()) if limit is None else [text]
    if separator == "":
        return list(text)
    pieces: list[Result] = list(text.split(str(separator)))
    return pieces


def _within(size: int) -> int:
    """The size, if a result may be that long. Asked before it is made."""
    if size > LONGEST_RESULT:
        raise OverflowError
    return size


def _replace(text: str, old: Constant, new: Constant, count: int | None = None) -> str:
    if not isinstance(old, str) or not isinstance(new, str):
        raise TypeError
    times = 1 if count is None else text.count(old)
    _within(len(text) + times * len(new))
    return text.replace(old, new, 1 if count is None else count)


def _to_text(value: Constant, base: Constant = None) -> Constant:
    if isinstance(value, bytes):
        return _decode_bytes(value, base)
    if isinstance(value, int) and isinstance(base, int) and not isinstance(value, bool):
        return _in_base(value, base)
    return _as_text(value)


def _in_base(number: int, base: int) -> str:
    if not 2 <= base <= 36:
        raise ValueError
    digits, rest = "", abs(number)
    while rest or not digits:
        rest, digit = divmod(rest, base)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return "-" + digits if number < 0 else digits


def _decode_bytes(value: bytes, encoding: Constant = None) -> str:
    name = str(encoding or "utf-8").lower()
    if name == "hex":
        return value.hex()
    if name == "base64":
        return base64.b64encode(value).decode("ascii")
    if name == "base64url":
        return base64.urlsafe_b64encode(value).decode("ascii").rstrip("=")
    return value.decode({"binary": "latin-1", "utf16le": "utf-16-le", "ucs2": "utf-16-le"}.get(name, name), "replace")


def _decode(value: str | bytes, encoding: Constant = "utf-8", errors: Constant = None) -> str:
    if isinstance(value, str):
        raise TypeError
    return _decode_bytes(value, encoding)


_METHODS: dict[str, Callable[..., Result]] = {
    "toUpperCase": lambda s: s.upper(),
    "upper": lambda s: s.upper(),
    "toLowerCase": lambda s: s.lower(),
    "lower": lambda s: s.lower(),
    "casefold": lambda s: s.casefold(),
    "trim": lambda s: s.strip(),
    "trimStart": lambda s: s.lstrip(),
    "trimEnd": lambda s: s.rstrip(),
    "strip": lambda s, *a: s.strip(*a),
    "lstrip": lambda s, *a: s.lstrip(*a),
    "rstrip": lambda s, *a: s.rstrip(*a),
    "slice": _js_slice,
    "substring": _js_substring,
    "substr": _js_substr,
    "charAt": lambda s, i=0: s[i] if 0 <= i < len(s) else "",
    "at": lambda s, i: s[i],
    "charCodeAt": lambda s, i=0: ord(s[i]),
    "codePointAt": lambda s, i=0: ord(s[i]),
    "split": _split,
    "concat": lambda s, *a: s + "".join(_as_text(x) for x in a),
    "replace": _replace,
    "replaceAll": lambda s, a, b: _replace(s, a, b, -1),
    "repeat": lambda s, n: _multiply(s, n),
    "padStart": lambda s, n, p=" ": s if len(s) >= _within(n) else (p * n)[: n - len(s)] + s,
    "padEnd": lambda s, n, p=" ": s if len(s) >= _within(n) else s + (p * n)[: n - len(s)],
    "startsWith": lambda s, p: s.startswith(p),
    "startswith": lambda s, p: s.startswith(p),
    "endsWith": lambda s, p: s.endswith(p),
    "endswith": lambda s, p: s.endswith(p),
    "includes": lambda s, p: p in s,
    "indexOf": lambda s, p: s.find(p),
    "find": lambda s, p: s.find(p),
    "toString": _to_text,
    "valueOf": lambda s: s,
    "normalize": lambda s, *a: s,
    "encode": lambda s, *a: s.encode("utf-8"),
    "decode": _decode,
    "hex": lambda b: b.hex(),
    "removeprefix": lambda s, p: s.removeprefix(p),
    "removesuffix": lambda s, p: s.removesuffix(p),
    "partition": lambda s, p: s.partition(p),
    "rpartition": lambda s, p: s.rpartition(p),
    "title": lambda s: s.title(),
    "capitalize": lambda s: s.capitalize(),
    "swapcase": lambda s: s.swapcase(),
    "splitlines": lambda s: s.splitlines(),
    "toFixed": lambda n, d=0: f"{n:.{_within(d)}f}",
    "localeCompare": lambda a, b: (a > b) - (a < b),
    "isdigit": lambda s: s.isdigit(),
    "zfill": lambda s, n: s.zfill(_within(n)),
}


# ------------------------------------------------------------------------------------------------------------ functions


def _inflated(data: Constant, bits: int) -> bytes:
    """What compressed data holds, bounded."""
    if not isinstance(data, bytes):
        raise TypeError
    try:
        return zlib.decompressobj(bits).decompress(data, LONGEST_RESULT)
    except zlib.error as error:
        raise ValueError(str(error)) from error


def _padded(text: str | bytes) -> bytes:
    raw = text.encode("ascii") if isinstance(text, str) else text
    raw = b"".join(raw.split())
    return raw + b"=" * (-len(raw) % 4)


def _buffer_from(value: Constant, encoding: Constant = "utf8") -> bytes:
    if isinstance(value, bytes):
        return value
    if not isinstance(value, str):
        raise TypeError
    name = str(encoding or "utf8").lower()
    if name in ("base64", "base64url"):
        return base64.b64decode(_padded(value.replace("-", "+").replace("_", "/")))
    if name == "hex":
        return bytes.fromhex(value)
    return value.encode({"latin1": "latin-1", "binary": "latin-1", "ascii": "latin-1"}.get(name, "utf-8"), "replace")


def _codecs_decode(value: Constant, encoding: Constant = "utf-8") -> Constant:
    name = str(encoding).replace("-", "_").lower()
    if name in ("rot13", "rot_13") and isinstance(value, str):
        return codecs.decode(value, "rot13")
    if name in ("hex", "hex_codec") and isinstance(value, bytes):
        return bytes.fromhex(value.decode("ascii"))
    if name in ("base64", "base64_codec") and isinstance(value, bytes):
        return base64.b64decode(value)
    if isinstance(value, bytes) and name.startswith(("utf", "latin", "ascii")):
        return value.decode(name)
    raise TypeError


def _from_char_codes(*codes: Constant) -> str:
    return "".join(chr(int(c) & 0xFFFF) for c in codes)  # type: ignore[arg-type]


def _parse_int(text: Constant, base: Constant = 10) -> int:
    digits = str(text).strip().lower()
    number = int(base or 10)
    if digits.startswith("0x"):
        number, digits = 16, digits[2:]
    end = 0
    while end < len(digits) and (digits[end].isalnum() or (end == 0 and digits[end] in "+-")):
        if digits[end].isalnum() and int(digits[end], 36) >= number:
            break
        end += 1
    return int(digits[:end], number)


_FUNCTIONS: dict[str, Callable[..., Result]] = {
    "atob": lambda s: base64.b64decode(_padded(s)).decode("latin-1"),
    "btoa": lambda s: base64.b64encode(s.encode("latin-1")).decode("ascii"),
    "Buffer.from": _buffer_from,
    "String.fromCharCode": _from_char_codes,
    "String.fromCodePoint": lambda *c: "".join(chr(int(x)) for x in c),
    "String": lambda s="": _as_text(s),
    "Number": lambda s=0: float(s) if "." in str(s) else int(s),
    "Boolean": lambda s=None: truth(s),
    "parseInt": _parse_int,
    "Number.parseInt": _parse_int,
    "parseFloat": lambda s: float(s),
    "encodeURIComponent": lambda s: urllib.parse.quote(_as_text(s), safe="!~*'()"),
    "encodeURI": lambda s: urllib.parse.quote(s, safe=";/?:@&=+$,#!~*'()"),
    "decodeURIComponent": lambda s: urllib.parse.unquote(s, errors="strict"),
    "decodeURI": lambda s: urllib.parse.unquote(s),
    "unescape": lambda s: urllib.parse.unquote(s, "latin-1"),
    "escape": lambda s: urllib.parse.quote(s),
    "base64.b64decode": lambda s, *a: base64.b64decode(_padded(s)),
    "base64.b64encode": lambda b, *a: base64.b64encode(b),
    "base64.urlsafe_b64decode": lambda s: base64.urlsafe_b64decode(_padded(s)),
    "base64.urlsafe_b64encode": lambda b: base64.urlsafe_b64encode(b),
    "base64.standard_b64decode": lambda s: base64.b64decode(_padded(s)),
    "base64.decodebytes": lambda s: base64.b64decode(_padded(s)),
    "base64.b32decode": lambda s: base64.b32decode(s),
    "base64.b16decode": lambda s: base64.b16decode(s, True),
    "base64.b85decode": lambda s: base64.b85decode(s),
    "base64.a85decode": lambda s: base64.a85decode(s),
    "binascii.unhexlify": lambda s: binascii.unhexlify(s),
    "binascii.a2b_base64": lambda s: binascii.a2b_base64(s),
    "zlib.decompress": lambda s, *a: _inflated(s, a[0] if a and isinstance(a[0], int) else zlib.MAX_WBITS),
    "gzip.decompress": lambda s: _inflated(s, zlib.MAX_WBITS | 16),
    "zlib.inflateSync": lambda s: _inflated(s, zlib.MAX_WBITS),
    "zlib.inflateRawSync": lambda s: _inflated(s, -zlib.MAX_WBITS),
    "zlib.gunzipSync": lambda s: _inflated(s, zlib.MAX_WBITS | 32),
    "zlib.unzipSync": lambda s: _inflated(s, zlib.MAX_WBITS | 32),
    "bytes.fromhex": lambda s: bytes.fromhex(s),
    "codecs.decode": _codecs_decode,
    "urllib.parse.quote": lambda s, *a: urllib.parse.quote(s),
    "urllib.parse.unquote": lambda s, *a: urllib.parse.unquote(s),
    "urllib.parse.quote_plus": lambda s, *a: urllib.parse.quote_plus(s),
    "urllib.parse.urljoin": lambda a, b: urllib.parse.urljoin(a, b),
    "chr": lambda n: chr(n),
    "ord": lambda s: ord(s),
    "str": lambda s="", *a: s.decode() if isinstance(s, bytes) and a else _python_text(s),
    "int": lambda s=0, base=10: int(s, base) if isinstance(s, str) else int(s),
    "float": lambda s=0: float(s),
    "len": lambda s: len(s),
    "hex": lambda n: hex(n),
    "bool": lambda s=None: truth(s),
    "repr": lambda s: repr(s),
}


def _python_text(value: Constant) -> str:
    return str(value) if not isinstance(value, str) else value
