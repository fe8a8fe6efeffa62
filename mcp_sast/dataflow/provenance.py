"""How a constant came about, as far as that hides it: decoding, and assembly from pieces of words.

In: an operation that was folded, its operands and its result. Out: the history of the result.

    atob("aHR0…")                    decoded by atob
    "col" + "lect.example"           assembled: the word "collect" stood nowhere
    "https://" + HOST + "/v1"        nothing: the pieces are whole words
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from mcp_sast.ir.ops import ConstantValue


class Site(NamedTuple):
    """A place by function id and offsets relative to the function's start: what summaries name places by."""

    function: str
    start: int
    end: int


NOWHERE = Site("", 0, 0)


class Fold(NamedTuple):
    """One step by which a constant was decoded or assembled: by what, where, and the text that came out (its beginning)."""

    operation: str
    site: Site
    text: str


History = tuple[Fold, ...]

MOST_FOLDS = 12
LONGEST_TEXT = 400
ASSEMBLED = "assembled"
# Functions and methods that decode, by the last part of their path; of those in _ENCODINGS only with one of these encodings.
DECODERS = frozenset({
    "atob", "unescape", "fromCharCode", "fromCodePoint", "b64decode", "urlsafe_b64decode", "standard_b64decode", "decodebytes",
    "b32decode", "b16decode", "b85decode", "a85decode", "unhexlify", "a2b_hex", "a2b_base64", "fromhex", "chr", "bitxor", "decompress",
    "reverse", "reversed", "toReversed", "inflateSync", "gunzipSync", "inflateRawSync", "brotliDecompressSync", "unzipSync", "rot13",
    "decrypt",
})
_BY_ENCODING = {
    "Buffer.from": ("base64", "base64url", "hex"),
    "codecs.decode": ("rot13", "rot_13", "rot-13", "hex", "base64", "hex_codec", "base64_codec"),
}
_PLAIN_BASE = 10
_WORD_MARKS = frozenset("_")


def decodes(path: str, operands: Iterable[object]) -> bool:
    """Does a call with these constant operands decode?"""
    if path in _BY_ENCODING:
        return any(isinstance(one, str) and one.lower() in _BY_ENCODING[path] for one in list(operands)[1:])
    name = path.rpartition(".")[2]
    if name == "toString":
        return any(isinstance(one, int) and one > _PLAIN_BASE for one in list(operands)[1:2])
    if name in ("decodeURIComponent", "decodeURI", "unquote"):
        return any(isinstance(one, str) and one.count("%") * 4 > len(one) for one in operands)
    return name in DECODERS or "createDecipheriv()" in path


def united(histories: Iterable[History]) -> History:
    """The steps in several histories, each once."""
    out: dict[Fold, None] = {}
    for one in histories:
        if one:
            out.update(dict.fromkeys(one))
    return tuple(out)[:MOST_FOLDS]


def history_after(
    operation: str, operands: Iterable[ConstantValue], histories: Iterable[History], result: object, site: Site
) -> History:
    """The history of a folded result."""
    known = united(histories)
    if isinstance(result, (str, bytes)) and decodes(operation, operands):
        text = result.decode("utf-8", "replace") if isinstance(result, bytes) else result
        return with_step(known, Fold(operation.rpartition(".")[2], site, text[:LONGEST_TEXT]))
    return known


def with_step(history: History, step: Fold) -> History:
    """A history with one more step, bounded: pieces that grow together are one step."""
    kept = tuple(
        old for old in history if not (old.operation == step.operation and old.site == step.site and old.text and old.text in step.text)
    )
    return (*kept, step)[-MOST_FOLDS:]


def joined_history(left: History, right: History, before: str, after: str) -> History:
    """The history of two constants that are put together. Pieces of one word, or decoded characters side by side, are one step."""
    history = left + tuple(fold for fold in right if fold not in left or fold.operation != ASSEMBLED)
    if len(before) <= LONGEST_TEXT and before and after and before[-1].isalnum() and after[0].isalnum():
        word = _tail(before) + _head(after)
        last = next((f for f in history if f.operation == ASSEMBLED and f.text == _tail(before)), None)
        if last is not None:
            history = tuple(fold for fold in history if fold is not last)
        history = (*history, Fold(ASSEMBLED, NOWHERE, word))
    return _runs(history)[-MOST_FOLDS:] if history else ()


def _runs(history: History) -> History:
    """Steps of one operation at one place that follow one another become one: characters that were decoded one by one."""
    out: list[Fold] = []
    for fold in history:
        last = out[-1] if out else None
        if last is not None and fold.operation != ASSEMBLED and (last.operation, last.site) == (fold.operation, fold.site):
            out[-1] = last._replace(text=(last.text + fold.text)[:LONGEST_TEXT])
        else:
            out.append(fold)
    return tuple(out)


def _tail(text: str) -> str:
    index = len(text)
    while index and (text[index - 1].isalnum() or text[index - 1] in _WORD_MARKS):
        index -= 1
    return text[index:]


def _head(text: str) -> str:
    index = 0
    while index < len(text) and (text[index].isalnum() or text[index] in _WORD_MARKS):
        index += 1
    return text[:index]
