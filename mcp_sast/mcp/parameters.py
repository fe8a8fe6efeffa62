"""What tools take: names, types and allowed values of their parameters.

In: a settled analysis. Out: for each tool's name its parameters, from schemas (zod and the like, JSON Schema, a pydantic or plain
signature in Python), without descriptions: those are `ModelTexts`' matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from mcp_sast.dataflow.analysis import Analysis
from mcp_sast.dataflow.contexts import Event
from mcp_sast.dataflow.heap import HeapObject
from mcp_sast.dataflow.values import Constant, Derived, Object, Source, Value, alternatives
from mcp_sast.ir.module import Param
from mcp_sast.models.schema import Port

_LITERAL = re.compile(r"Literal\[([^\]]*)\]")
_STRING = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_WORD = re.compile(r"[A-Za-z_][\w.]*")
# What a schema says of a parameter besides its type.
_NO_TYPES = frozenset({"describe", "meta", "min", "max", "length", "trim", "library", "default", "optional", "Annotated",
                       "Field", "description"})  # fmt: skip
_NO_PARAMETERS = frozenset({"self", "cls", "ctx", "context"})
_VALUED = frozenset({"enum", "literal", "nativeEnum"})
_DEEPEST = 12


class Taken(NamedTuple):
    """One parameter: words for its type, the values that it may have where they are listed."""

    name: str
    kinds: tuple[str, ...]
    values: tuple[str, ...]


class Parameters:
    """Reads parameters. One for each analysis."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._heap = analysis.heap

    def of_event(self, event: Event, handler: str) -> tuple[Taken, ...]:
        """Of a tool that a registration registers; `handler` is the id of its function, "" if there is none."""
        spec = event.api.registration
        found: dict[str, Taken] = {}
        for port in spec.schema if spec is not None else ():
            value = self._at(event, port)
            if value is not None:
                found.update((taken.name, taken) for taken in self.of_schema(value))
        if not found and handler and self._analysis.program.module_of(handler).endswith((".py", ".pyw")):
            found.update((taken.name, taken) for taken in self._of_signature(handler))
        return tuple(found[name] for name in sorted(found))

    def of_tool_object(self, target: HeapObject) -> tuple[Taken, ...]:
        """Of a tool as a list handler returns it."""
        found: dict[str, Taken] = {}
        given = [entry.value for name in ("inputSchema", "input_schema", "parameters") for entry in target.named.get(name, {}).values()]
        given.extend(value for name, value in target.keywords if name in ("inputSchema", "input_schema", "parameters"))
        for value in given:
            found.update((taken.name, taken) for taken in self.of_schema(value))
        return tuple(found[name] for name in sorted(found))

    def of_schema(self, value: Value, depth: int = 0) -> Iterator[Taken]:
        """The parameters that a schema has: of a shape, of `z.object(shape)`, of JSON Schema."""
        for one in alternatives(value) if depth < _DEEPEST else ():
            if isinstance(one, Derived):
                for part in one.parts:
                    yield from self.of_schema(part, depth + 1)
            elif isinstance(one, Object):
                yield from self._of_object(self._heap[one.id], depth)

    def _of_object(self, target: HeapObject, depth: int) -> Iterator[Taken]:
        if target.kind == "library":
            for inner in (*target.arguments, *((target.receiver,) if target.receiver is not None else ())):
                yield from self.of_schema(inner, depth + 1)
        elif "properties" in target.named:
            for entry in target.named["properties"].values():
                yield from self.of_schema(entry.value, depth + 1)
        elif not {"type", "description"} <= set(target.named):
            for name, entries in target.named.items():
                shapes = [self._shape(entry.value) for entry in entries.values()]
                kinds = sorted({word for words, _ in shapes for word in words})
                values = sorted({text for _, texts in shapes for text in texts})
                yield Taken(name, tuple(kinds), tuple(values))

    def _shape(self, value: Value, depth: int = 0) -> tuple[set[str], set[str]]:
        """Words for the type of one parameter, and its allowed values."""
        kinds: set[str] = set()
        values: set[str] = set()
        for one in alternatives(value) if depth < _DEEPEST else ():
            parts: tuple[Value, ...] = ()
            if isinstance(one, Derived):
                parts = one.parts
                names = [p.name.rpartition(".")[2] for p in parts if isinstance(p, Source) and p.kind == "library"]
                kinds.update({one.operation, *names} - _NO_TYPES)
                if _VALUED & {one.operation, *names}:
                    values.update(text for part in parts for text in self._constants(part))
            elif isinstance(one, Object):
                target = self._heap[one.id]
                parts = (target.receiver,) if target.kind == "library" and target.receiver is not None else ()
                kinds.update(t for entry in target.named.get("type", {}).values() for t in self._constants(entry.value))
                values.update(t for entry in target.named.get("enum", {}).values() for t in self._constants(entry.value))
            for part in parts:
                more = self._shape(part, depth + 1)
                kinds |= more[0]
                values |= more[1]
        return kinds, values

    def _constants(self, value: Value) -> Iterator[str]:
        for one in alternatives(value):
            if isinstance(one, Constant) and one.value is not None:
                yield str(one.value)
            elif isinstance(one, Object):
                for entry in self._heap[one.id].items.values():
                    yield from (str(v.value) for v in alternatives(entry.value) if isinstance(v, Constant))

    def _of_signature(self, handler: str) -> Iterator[Taken]:
        try:
            function = self._analysis.program.function(handler)
        except KeyError:
            return
        for param in function.params:
            if param.name not in _NO_PARAMETERS and "Context" not in param.annotation and param.kind in ("positional", "keyword"):
                yield _annotated(param)

    def _at(self, event: Event, port: Port) -> Value | None:
        ports = self._analysis.calls.libraries.ports
        return ports.read(self._analysis.contexts[event.context], port, event.receiver, event.callee, event.arguments, event.site)


def _annotated(param: Param) -> Taken:
    """A parameter of a Python signature: words of the annotation, its literals as values."""
    values = sorted({one or two for inner in _LITERAL.findall(param.annotation) for one, two in _STRING.findall(inner)})
    plain = _STRING.sub("", _LITERAL.sub("Literal", param.annotation))
    return Taken(param.name, tuple(sorted(set(_WORD.findall(plain)) - _NO_TYPES)), tuple(values))
