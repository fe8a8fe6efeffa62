"""Counts that are lengths of kept lists and tables: `seen.length % 7`, where the value of a length is not known.

In: the place of a condition. Out: the name of the list that is counted there, if it outlives the call and calls fill it. Read from the
instructions, since the value of a length says no more where it comes from.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mcp_sast.dataflow.analysis import Analysis
from mcp_sast.dataflow.heap import HeapObject
from mcp_sast.dataflow.values import Object, Site, Value, alternatives
from mcp_sast.effects.growth import Growth
from mcp_sast.ir import ops

_LENGTHS = frozenset({"length", "size"})
_TABLES = frozenset({"collections.Counter()", "collections.defaultdict()"})
_MOST_STEPS = 60


class Lengths:
    """One for each package."""

    def __init__(self, analysis: Analysis, growth: Growth) -> None:
        self._analysis = analysis
        self._growth = growth
        self._definitions: dict[str, dict[int, Any]] = {}
        self._conditions: dict[str, dict[ops.Span, int]] = {}

    def name_at(self, site: Site) -> str:
        """The list whose length is asked for by the condition at a site, "" if there is none."""
        try:
            body = self._analysis.program.function(site.function).body
        except KeyError:
            return ""
        if site.function not in self._definitions:
            self._read(site.function, body)
        register = self._conditions[site.function].get((site.start, site.end))
        definitions = self._definitions[site.function]
        todo, steps = [register] if register is not None else [], 0
        while todo and steps < _MOST_STEPS:
            steps += 1
            here = definitions.get(todo.pop())
            if isinstance(here, ops.Pure):
                todo.extend(here.args)
            elif isinstance(here, ops.Phi):
                todo.extend(here.sources)
            elif isinstance(here, ops.GetField) and here.name in _LENGTHS:
                name = self._kept_list(site.function, definitions.get(here.base), definitions)
                if name:
                    return name
            elif isinstance(here, ops.GetIndex):  # `Counter()[key]`
                name = self._kept_table(site.function, definitions.get(here.base))
                if name:
                    return name
        return ""

    def _kept_table(self, function: str, base: Any) -> str:
        """The name of a variable that holds a table of counts."""
        if not isinstance(base, ops.Load):
            return ""
        holders = self._holders(function, base.var)
        tables = [o for h in holders for e in h.named.get(base.var.name, {}).values() for o in self._heap_objects(e.value)]
        return base.var.name if any(t.path in _TABLES and self._growth.is_kept_list(t) for t in tables) else ""

    def _read(self, function: str, body: ops.Block) -> None:
        definitions: dict[int, Any] = {}
        conditions: dict[ops.Span, int] = {}
        for instruction in _instructions(body):
            if isinstance(instruction, (ops.If, ops.Loop)):
                if instruction.condition is not None:
                    conditions.setdefault(instruction.span, instruction.condition)
            elif (register := getattr(instruction, "dst", None)) is not None:
                definitions[register] = instruction
        self._definitions[function], self._conditions[function] = definitions, conditions

    def _kept_list(self, function: str, base: Any, definitions: dict[int, Any]) -> str:
        """The name of a variable or field that holds a list which calls fill."""
        if isinstance(base, ops.Load):
            name, holders = base.var.name, self._holders(function, base.var)
        elif isinstance(base, ops.GetField) and isinstance(owner := definitions.get(base.base), ops.Load):
            name, holders = base.name, self._objects_in(function, owner.var)
        else:
            return ""
        for holder in holders:
            for entry in holder.named.get(name, {}).values():
                if any(self._growth.is_kept_list(one) for one in self._heap_objects(entry.value)):
                    return name
        return ""

    def _holders(self, function: str, var: ops.Var) -> list[HeapObject]:
        if var.kind == "module":
            return [self._analysis.links.module_object(self._analysis.program.module_of(function))]
        if var.kind == "outer":
            return [one for one in self._analysis.heap if one.kind in ("frame", "module") and one.site.function == var.owner]
        return []

    def _objects_in(self, function: str, var: ops.Var) -> list[HeapObject]:
        """What a variable that has fields may be: `this`, or an object that is kept."""
        if var.kind == "this" or var.name == "self":
            found = [c.this for c in self._analysis.contexts.values() if c.function.id == function and c.this is not None and not c.dead]
            return [one for value in found for one in self._heap_objects(value)]
        return [
            one for h in self._holders(function, var) for e in h.named.get(var.name, {}).values() for one in self._heap_objects(e.value)
        ]

    def _heap_objects(self, value: Value) -> Iterator[HeapObject]:
        return (self._analysis.heap[one.id] for one in alternatives(value) if isinstance(one, Object))


def _instructions(body: ops.Block) -> Iterator[ops.Instruction]:
    """All instructions, those of nested blocks too."""
    todo: list[ops.Instruction] = list(reversed(body))
    while todo:
        here = todo.pop()
        yield here
        inner: list[ops.Block] = []
        if isinstance(here, ops.If):
            inner = [here.then, here.orelse]
        elif isinstance(here, ops.Switch):
            inner = [block for case in here.cases for block in (case.test, case.body)]
        elif isinstance(here, ops.Loop):
            inner = [here.test, here.body, here.update, here.orelse]
        elif isinstance(here, ops.Try):
            inner = [here.body, *(h.body for h in here.handlers), here.orelse, here.final]
        for block in reversed(inner):
            todo.extend(reversed(block))
