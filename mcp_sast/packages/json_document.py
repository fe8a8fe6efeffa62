"""Reads JSON with a place for every value, forgivingly.

In: the bytes of a file. Out: its `DataValue` (None for an empty file) and diagnostics. Accepted: a byte order mark, comments,
trailing commas. Read on with a diagnostic: missing commas and brackets, stray words, equal keys, nesting beyond the cap.

    {"name": "a", "bin": {"a": "x.js"     ->   an object with both keys, and `broken-manifest`

Not read with a grammar that recovers from errors: tree-sitter's puts the keys of a truncated inner object into the outer one.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.findings.place import Place
from mcp_sast.packages.data_value import DEEPEST, DataValue, Member

MOST_BYTES = 8 * 1024 * 1024
_SPACE = re.compile(rb"[\x00-\x20]+|//[^\n]*")
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"?', re.DOTALL)
_WORD = re.compile(rb"[^\x00-\x20{}\[\],:\"]+")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")
_NAMED: dict[bytes, tuple[str, bool | None]] = {b"true": ("boolean", True), b"false": ("boolean", False), b"null": ("null", None)}
_CLOSED = {b"}": "object", b"]": "array"}


@dataclass(slots=True)
class _Frame:
    """An object or array that is being read; `key` waits for its value."""

    kind: str
    start: int
    items: list[DataValue] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    key: tuple[str, Place] | None = None
    wants_key: bool = True
    seen: set[str] = field(default_factory=set)


def read_json(path: str, data: bytes) -> tuple[DataValue | None, tuple[Diagnostic, ...]]:
    """The value of a JSON file and what is wrong with it; never raises."""
    reader = _Reader(path, data)
    reader.run()
    return reader.result, tuple(reader.diagnostics)


class _Reader:
    """One pass over the bytes with an explicit stack of open objects and arrays."""

    def __init__(self, path: str, data: bytes) -> None:
        self.result: DataValue | None = None
        self.diagnostics: list[Diagnostic] = []
        self._path = path
        self._data = data[:MOST_BYTES]
        self._stack: list[_Frame] = []
        self._too_deep = 0
        self._said: set[str] = set()
        if len(data) > MOST_BYTES:
            self._complain("limit-reached", f"only the first {MOST_BYTES} bytes were read", MOST_BYTES - 1)

    def run(self) -> None:
        data, at = self._data, 3 if self._data.startswith(b"\xef\xbb\xbf") else 0
        while at < len(data):
            space = _SPACE.match(data, at)
            if space:
                at = space.end()
            elif data.startswith(b"/*", at):
                end = data.find(b"*/", at + 2)
                at = end + 2 if end >= 0 else len(data)
            else:
                at = self._token(at)
        while self._stack:
            self._complain("broken-manifest", "ends before its last bracket", len(data))
            self._close(len(data))
        if self.result is None:
            self._complain("broken-manifest", "holds no value", 0)

    def _complain(self, code: str, text: str, at: int) -> None:
        if text not in self._said:
            self._said.add(text)
            place = Place(self._path, min(at, max(len(self._data) - 1, 0)), min(at + 1, len(self._data)))
            self.diagnostics.append(Diagnostic(code, f"{self._path}: {text}; the rest was read", place))

    def _token(self, at: int) -> int:
        data, mark = self._data, self._data[at : at + 1]
        if mark in b"{[":
            return self._open("object" if mark == b"{" else "array", at)
        if mark in b"}]":
            if self._too_deep:
                self._too_deep -= 1
            elif self._stack and self._stack[-1].kind == _CLOSED[mark]:
                self._close(at + 1)
            else:
                self._complain("broken-manifest", "a bracket too many", at)
            return at + 1
        if mark in b",:":
            if self._stack and not self._too_deep and self._stack[-1].kind == "object":
                self._stack[-1].wants_key = mark == b","
            return at + 1
        string = _STRING.match(data, at)
        if string:
            if not self._too_deep:
                self._string(string.group(), Place(self._path, at, string.end()))
            return string.end()
        word = _WORD.match(data, at)
        end = word.end() if word else at + 1
        if not self._too_deep:
            self._word(data[at:end], Place(self._path, at, end))
        return end

    def _open(self, kind: str, at: int) -> int:
        if self._too_deep or len(self._stack) >= DEEPEST:
            if not self._too_deep:
                self._complain("limit-reached", f"nested deeper than {DEEPEST} levels; what is below was left out", at)
                self._add(DataValue("null", Place(self._path, at, at + 1)))
            self._too_deep += 1
        else:
            self._stack.append(_Frame(kind, at))
        return at + 1

    def _close(self, end: int) -> None:
        frame = self._stack.pop()
        place = Place(self._path, frame.start, end)
        if frame.kind == "object":
            self._add(DataValue("object", place, members=tuple(frame.members)))
        else:
            self._add(DataValue("array", place, items=tuple(frame.items)))

    def _string(self, token: bytes, place: Place) -> None:
        text = _unquoted(token)
        frame = self._stack[-1] if self._stack else None
        if frame is not None and frame.kind == "object" and (frame.wants_key or frame.key is None):
            if frame.key is not None:
                self._complain("broken-manifest", "a key without a value", place.start)
            frame.key, frame.wants_key = (text, place), False
        else:
            self._add(DataValue("string", place, text))

    def _word(self, word: bytes, place: Place) -> None:
        named = _NAMED.get(word)
        if named is not None:
            kind, scalar = named
            self._add(DataValue("boolean" if kind == "boolean" else "null", place, scalar))
            return
        number = _number(word)
        if number is None:
            self._complain("broken-manifest", "a word that is no JSON", place.start)
        else:
            self._add(DataValue("number", place, number))

    def _add(self, value: DataValue) -> None:
        if not self._stack:
            if self.result is None:
                self.result = value
            else:
                self._complain("broken-manifest", "more than one value", value.place.start)
            return
        frame = self._stack[-1]
        if frame.kind == "array":
            frame.items.append(value)
        elif frame.key is None:
            self._complain("broken-manifest", "a value without a key", value.place.start)
        else:
            key, key_place = frame.key
            if key in frame.seen:
                self._complain("duplicate-key", f"the key {key[:80]!r} is there twice and the last one counts", key_place.start)
            frame.seen.add(key)
            frame.members.append(Member(key, key_place, value))
            frame.key, frame.wants_key = None, True


def _unquoted(token: bytes) -> str:
    text = token.decode("utf-8", "replace")
    try:
        value = (
            str(json.loads(text, strict=False))
            if "\\" in text
            else text[1:-1]
            if len(text) > 1 and text.endswith('"')
            else text[1:]
        )
    except ValueError:
        value = _ESCAPE.sub(
            lambda found: chr(int(found[1][1:], 16)) if len(found[1]) == 5 else found[1], text[1:].removesuffix('"')
        )
    if _SURROGATE.search(value):
        value = value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return value


def _number(word: bytes) -> int | float | None:
    if len(word) > 400:
        return None
    try:
        return int(word)
    except ValueError:
        try:
            return float(word)
        except ValueError:
            return None
