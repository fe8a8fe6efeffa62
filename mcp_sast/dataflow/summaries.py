"""Summaries: what one context of a function says, as plain data.

In: a `Context` and the heap. Out: `Summary`, made of numbers, texts and tuples alone: functions by id, places by function id and
relative offset, libraries by path. `to_json` and `from_json` carry it between processes and into caches.

Values are numbered: a value is a row `[kind, …]` in which parts are row numbers; heap objects that the summary names are rows of their
own, each with the values in its fields and elements.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from mcp_sast.dataflow.contexts import Context
from mcp_sast.dataflow.heap import Entry, Heap
from mcp_sast.dataflow.values import Concat, Constant, Derived, Function, Library, Object, Source, Union, Unknown, Value

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """`function`: its id. `values`, `objects`: numbered rows. `arguments` (the specialisation), `returned`: row numbers. `events`:
    (api path, site, receiver, positional, keywords, guards, result). `edges`: (site, callee's function id, guards)."""

    function: str
    values: tuple[Row, ...]
    objects: tuple[Row, ...]
    arguments: tuple[int, ...]
    returned: int
    events: tuple[Row, ...]
    edges: tuple[Row, ...]

    def to_json(self) -> str:
        """As JSON text; the same summary gives the same bytes."""
        fields = [self.function, self.values, self.objects, self.arguments, self.returned, self.events, self.edges]
        return json.dumps(fields, ensure_ascii=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Summary:
        """The summary that `to_json` wrote. Raises ValueError for anything else."""
        loaded = json.loads(text)
        if not isinstance(loaded, list) or len(loaded) != 7:
            raise ValueError("no summary")
        return cls(*(_frozen(part) for part in loaded))


def summarise(context: Context, heap: Heap, callee_of: dict[int, str]) -> Summary:
    """The summary of a context that has been run. `callee_of`: function ids by context id."""
    return _Writer(heap).summary(context, callee_of)


def _frozen(part: Any) -> Any:
    return tuple(_frozen(p) for p in part) if isinstance(part, list) else part


class _Writer:
    """Numbers the values and objects of one summary."""

    def __init__(self, heap: Heap) -> None:
        self._heap = heap
        self._numbers: dict[Value, int] = {}
        self._values: list[Row] = []
        self._object_numbers: dict[int, int] = {}
        self._pending: list[int] = []
        self._objects: list[Row] = []

    def summary(self, context: Context, callee_of: dict[int, str]) -> Summary:
        given = context.arguments
        this = (context.this,) if context.this is not None else ()
        everything = (*this, *given.positional, *(v for _, v in given.keywords), *given.rest)
        arguments = tuple(self.value(v) for v in everything)
        returned = self.value(context.returned) if context.returned is not None else -1
        events = tuple(self._event(e) for e in context.events)
        edges = tuple((tuple(e.site), callee_of[e.callee], self._guards(e.guards)) for e in context.edges)
        while self._pending:
            self._objects.append(self._object(self._pending.pop(0)))
        return Summary(context.function.id, tuple(self._values), tuple(self._objects), arguments, returned, events, edges)

    def _event(self, event: Any) -> Row:
        receiver = self.value(event.receiver) if event.receiver is not None else -1
        keywords = tuple((name, self.value(v)) for name, v in event.arguments.keywords)
        positional = tuple(self.value(v) for v in event.arguments.positional)
        return (event.path, tuple(event.site), receiver, positional, keywords, self._guards(event.guards), self.value(event.result))

    def _guards(self, guards: Any) -> Row:
        return tuple((self.value(g.condition), g.holds, tuple(g.site)) for g in guards)

    def value(self, value: Value) -> int:
        """The number of a value; its parts are numbered before it. Iterative: values nest."""
        stack = [value]
        while stack:
            here = stack[-1]
            if here in self._numbers:
                stack.pop()
                continue
            open_parts = [p for p in _parts(here) if p not in self._numbers]
            if open_parts:
                stack.extend(reversed(open_parts))
                continue
            stack.pop()
            self._values.append(self._row(here))
            self._numbers[here] = len(self._values) - 1
        return self._numbers[value]

    def _row(self, value: Value) -> Row:
        parts = tuple(self._numbers[p] for p in _parts(value))
        if isinstance(value, Constant):
            return _constant_row(value)
        if isinstance(value, Object):
            return ("object", self._object_number(value.id))
        if isinstance(value, Function):
            frames = tuple((owner, self._object_number(heap_id)) for owner, heap_id in value.frames)
            return ("function", value.function, frames, parts)
        if isinstance(value, Library):
            return ("library", value.path, parts)
        if isinstance(value, Source):
            return ("source", value.kind, value.name, tuple(value.site), parts)
        if isinstance(value, Derived):
            return ("derived", value.operation, tuple(value.site), parts)
        if isinstance(value, Unknown):
            return ("unknown", value.reason)
        return ("concat" if isinstance(value, Concat) else "union", parts)

    def _object_number(self, heap_id: int) -> int:
        number = self._object_numbers.get(heap_id)
        if number is None:
            number = self._object_numbers[heap_id] = len(self._object_numbers)
            self._pending.append(heap_id)
        return number

    def _object(self, heap_id: int) -> Row:
        target = self._heap[heap_id]
        if target.kind in ("module", "exports"):
            return (target.kind, target.path)
        named = tuple((name, tuple(self._entry(e) for e in entries.values())) for name, entries in target.named.items())
        unnamed = tuple(self._entry(e) for e in target.unnamed.values())
        items = tuple(self._entry(e) for e in target.items.values())
        arguments = tuple(self.value(v) for v in target.arguments)
        keywords = tuple((name, self.value(v)) for name, v in target.keywords)
        return (target.kind, tuple(target.site), target.path, named, unnamed, items, target.ordered, arguments, keywords)

    def _entry(self, entry: Entry) -> Row:
        return (self.value(entry.value), tuple(entry.site), entry.label, self._guards(entry.guards))


def _parts(value: Value) -> tuple[Value, ...]:
    if isinstance(value, (Derived, Concat)):
        return value.parts
    if isinstance(value, Union):
        return value.alternatives
    inner = value.this if isinstance(value, Function) else value.receiver if isinstance(value, Library) else None
    if isinstance(value, Source):
        inner = value.origin
    return (inner,) if inner is not None else ()


def _constant_row(value: Constant) -> Row:
    raw = value.value
    if isinstance(raw, bytes):
        return ("bytes", raw.hex())
    if isinstance(raw, str):
        return ("text", raw)
    return ("constant", type(raw).__name__, repr(raw))
