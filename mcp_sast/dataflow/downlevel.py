"""Helpers that compilers put into down-levelled code, known by their shape and not by their name (bundlers rename).

In: a function of the package. Out: which helper it is, if it is one, and what calling it gives.

`__awaiter(this, args, P, generator)`: runs the generator; a `yield` in it is an `await`. `__generator(this, body)`: `body(state)` is a
state machine that returns pairs: `[4, value]` awaits (and `state.sent()` gives it back), `[2, value]` returns, others jump.
`spread(target, …sources)` copies the sources' own properties, symbols too: what `{...a}` becomes.
"""

from __future__ import annotations

import re
from typing import Literal

from mcp_sast.dataflow.contexts import Arguments, Context
from mcp_sast.dataflow.heap import Entry, Guards, HeapObject
from mcp_sast.dataflow.machine import Workshop
from mcp_sast.dataflow.values import Constant, Object, Site, Value, alternatives
from mcp_sast.ir.module import FunctionIR

Helper = Literal["", "awaiter", "generator", "spread"]
_LONGEST_HELPER = 4_000
_AWAITER = re.compile(rb"\.next\b.*\.apply\b|\.apply\b.*\.next\b", re.S)
_GENERATOR = re.compile(rb"\blabel\b.*\bsent\b.*\btrys\b.*\bops\b", re.S)
_SPREAD = re.compile(rb"\barguments\[.*\bObject\.keys\b.*\bgetOwnPropertySymbols\b.*\.forEach\b", re.S)
_TEXT = re.compile(rb"[\"'`]([^\"'`]*)[\"'`]")
_LONGEST_SPREAD = 800
_AWAITS, _RETURNS, _DELEGATES = 4, 2, 5


def helper_of(function: FunctionIR, text: bytes) -> Helper:
    """Which helper a function is. `text`: the module's text."""
    if function.end - function.start > _LONGEST_HELPER or len(function.params) not in (1, 2, 4):
        return ""
    body = text[function.start : function.end]
    if len(function.params) == 1 and len(body) <= _LONGEST_SPREAD and _SPREAD.search(body):
        # Its only text is "function": what has more of its own to say is no helper, and is run like any function.
        return "spread" if set(_TEXT.findall(body)) <= {b"function"} else ""
    if len(function.params) == 4 and b"Promise" in body and _AWAITER.search(body):
        return "awaiter"
    if len(function.params) == 2 and _GENERATOR.search(body):
        return "generator"
    return ""


class DownLevel:
    """Calls of helpers. One for each analysis."""

    def __init__(self, machine: Workshop) -> None:
        self._machine = machine
        self._interner = machine.interner
        self._heap = machine.heap

    def call(self, helper: Helper, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        """What the helper gives."""
        if helper == "spread":
            return self._spread(context, arguments, site, guards)
        this = arguments.positional[0] if arguments.positional else None
        body = (
            arguments.positional[3 if helper == "awaiter" else 1]
            if len(arguments.positional) > (3 if helper == "awaiter" else 1)
            else None
        )
        if body is None:
            return self._interner.unknown("helper")
        if helper == "awaiter":
            return self._finished(context, self._machine.call(context, body, this, self._handed_on(context, arguments), site, guards))
        return self._run_machine(context, body, this, site, guards)

    def _spread(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        """The first argument, with the properties of the others."""
        if not arguments.positional:
            return self._interner.unknown("helper")
        target = arguments.positional[0]
        for one in alternatives(target):
            if isinstance(one, Object):
                for source in (*arguments.positional[1:], *arguments.rest):
                    self._machine.merge(context, self._heap[one.id], source, site, guards)
        return target

    def _handed_on(self, context: Context, arguments: Arguments) -> Arguments:
        """What the generator is called with: parameters that are taken apart or have defaults come as a list beside it."""
        handed = arguments.positional[1]
        if not isinstance(handed, Object):
            return Arguments()
        items = self._heap.items(self._heap[handed.id], context.id)
        return Arguments(tuple(entry.value for entry in items))

    def _finished(self, context: Context, result: Value) -> Value:
        """What a generator returned when it was driven to its end."""
        out: list[Value] = []
        for one in alternatives(result):
            if isinstance(one, Object) and self._heap[one.id].name == "generator":
                value = self._heap.read_value(self._heap[one.id], "%return", context.id)
                out.append(value if value is not None else self._interner.none)
            else:
                out.append(one)
        return self._interner.union(out)

    def _run_machine(self, context: Context, body: Value, this: Value | None, site: Site, guards: Guards) -> Value:
        """Run the state machine; what it awaits comes back by `sent()`, so that it is run again when more has come."""
        state = self._machine.allocate("object", context, site, "state")
        label = self._interner.unknown("label")  # any case of the machine may be the next
        self._heap.write(state, "label", Entry(label, site, (), run=context.runs), context.id)
        sent = self._interner.library("%sent", self._interner.object(state.id))
        self._heap.write(state, "sent", Entry(sent, site, (), run=context.runs), context.id)
        trys = self._machine.new_list(context, site, [])
        self._heap.write(state, "trys", Entry(trys, site, (), run=context.runs), context.id)
        returned: list[Value] = []
        for _ in range(2):
            result = self._machine.call(context, body, this, Arguments((self._interner.object(state.id),)), site, guards)
            returned = self._steps(context, state, result, site)
        return self._interner.union(returned) if returned else self._interner.none

    def _steps(self, context: Context, state: HeapObject, result: Value, site: Site) -> list[Value]:
        """Awaited values enter the state; the returned ones."""
        returned: list[Value] = []
        for one in alternatives(result):
            if not isinstance(one, Object):
                continue
            items = self._heap.items(self._heap[one.id], context.id)
            if len(items) < 2 or not isinstance(items[0].value, Constant):
                continue
            operation, value = items[0].value.value, items[1].value
            if operation in (_AWAITS, _DELEGATES):
                settled = self._machine.settled(context, value)
                self._heap.append(state, Entry(settled, items[1].site, (), run=context.runs), context.id, ordered=False)
            elif operation == _RETURNS:
                returned.append(value)
        return returned
