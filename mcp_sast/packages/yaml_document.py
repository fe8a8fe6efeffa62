"""Reads YAML with a place for every value.

In: the bytes of a file. Out: its `DataValue` and diagnostics, never an exception.

Built from the parser's events, not from its composer: that one recurses over the depth of the input and expands aliases. Here an
alias is null, and what is nested beyond the cap is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.findings.place import Place
from mcp_sast.packages.data_value import DEEPEST, DataValue, Member

MOST_BYTES = 256 * 1024
_BOOLEANS = {"true": True, "false": False}


@dataclass(slots=True)
class _Frame:
    is_mapping: bool
    start: int
    items: list[DataValue] = field(default_factory=list)


def read_yaml(path: str, data: bytes) -> tuple[DataValue | None, tuple[Diagnostic, ...]]:
    """The value of the file's first document and what is wrong with it."""
    import yaml  # only a few packages ship such a file

    if len(data) > MOST_BYTES:
        text = f"{path}: larger than {MOST_BYTES} bytes; nothing of it is known"
        return None, (Diagnostic("limit-reached", text, Place(path, 0, 1)),)
    reader = _Reader(path, data)
    problem = ""
    try:
        # The parser costs a step for each open bracket at every token: beyond the cap it is not asked any more.
        if not reader.read(yaml.parse(reader.text, Loader=yaml.SafeLoader)):
            problem = f"nested deeper than {DEEPEST} levels"
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        problem = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
    reader.close_all()
    if not problem:
        return reader.result, ()
    return reader.result, (
        Diagnostic("broken-manifest", f"{path}: not read to its end ({problem})", Place(path, 0, min(1, len(data)))),
    )


class _Reader:
    """Builds the value from events, with a stack of open collections."""

    def __init__(self, path: str, data: bytes) -> None:
        has_mark = data.startswith(b"\xef\xbb\xbf")
        self.text = data[3 if has_mark else 0 :].decode("utf-8", "replace")
        self.result: DataValue | None = None
        self._path = path
        self._end = len(data)
        self._offsets = _Offsets(self.text, 3 if has_mark else 0)
        self._stack: list[_Frame] = []

    def read(self, events: Iterable[object]) -> bool:
        """Read the first document; False if it is nested too deeply to be read to its end."""
        import yaml

        for event in events:
            if isinstance(event, yaml.CollectionStartEvent):
                if len(self._stack) >= DEEPEST:
                    return False
                self._stack.append(_Frame(isinstance(event, yaml.MappingStartEvent), self._offsets.start(event)))
            elif isinstance(event, yaml.CollectionEndEvent):
                self._add(_closed(self._path, self._stack.pop(), self._offsets.end(event)))
            elif isinstance(event, (yaml.ScalarEvent, yaml.AliasEvent)):
                self._add(_scalar(self._path, event, self._offsets))
            elif isinstance(event, yaml.DocumentEndEvent):
                break
        return True

    def close_all(self) -> None:
        """What is open when the text breaks off ends there."""
        while self._stack:
            self._add(_closed(self._path, self._stack.pop(), self._end))

    def _add(self, value: DataValue) -> None:
        if self._stack:
            self._stack[-1].items.append(value)
        elif self.result is None:
            self.result = value


class _Offsets:
    """From the parser's character index to the byte offset: one growing pass, since events come in order."""

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._index = 0
        self._byte = start

    def start(self, event: object) -> int:
        """The byte at which an event starts."""
        return self._byte_of(getattr(event, "start_mark", None))

    def end(self, event: object) -> int:
        """The byte behind an event."""
        return self._byte_of(getattr(event, "end_mark", None))

    def _byte_of(self, mark: object) -> int:
        index = getattr(mark, "index", None)
        return self._byte if index is None else self._advance(index)

    def _advance(self, index: int) -> int:
        if index < self._index:
            return self._byte - len(self._text[index : self._index].encode("utf-8", "replace"))
        self._byte += len(self._text[self._index : index].encode("utf-8", "replace"))
        self._index = index
        return self._byte


def _closed(path: str, frame: _Frame, end: int) -> DataValue:
    place = Place(path, frame.start, max(end, frame.start))
    if not frame.is_mapping:
        return DataValue("array", place, items=tuple(frame.items))
    pairs = zip(frame.items[::2], frame.items[1::2])
    return DataValue("object", place, members=tuple(Member(str(key.scalar), key.place, value) for key, value in pairs))


def _scalar(path: str, event: object, offsets: _Offsets) -> DataValue:
    start = offsets.start(event)
    place = Place(path, start, max(offsets.end(event), start))
    text = getattr(event, "value", None)
    if text is None:
        return DataValue("null", place)
    plain = bool(getattr(event, "implicit", (False,))[0])
    if plain and text in ("", "~", "null"):
        return DataValue("null", place)
    if plain and text in _BOOLEANS:
        return DataValue("boolean", place, _BOOLEANS[text])
    # Numbers stay texts: nothing here counts with them.
    return DataValue("string", place, text)
