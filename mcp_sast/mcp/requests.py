"""Servers written without an SDK: which request a piece of code answers, and so in which phase it runs.

In: a settled analysis. Out: for the guards of a call and the function called, the phase and the JSON-RPC method that select it; None where
none does.

    if (msg.method === "tools/call") return run(msg.params)          what is behind the comparison: call
    const table = { initialize: hello, "tools/list": list }          hello: init, list: list
    for line in sys.stdin: note(line)                                request intake: its own phase is passed on to nothing

A package counts as such a server if it compares with, or has a table of, at least one method that no ordinary word is (`tools/call`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mcp_sast.dataflow.analysis import Analysis
from mcp_sast.dataflow.facts import Selection
from mcp_sast.dataflow.heap import Guard, Guards
from mcp_sast.dataflow.values import Constant, Derived, Function, Object, Source, Union, Value, alternatives, leaves

METHODS = {
    "initialize": "init", "initialized": "init", "notifications/initialized": "init", "server/discover": "init",
    "tools/list": "list", "prompts/list": "list", "resources/list": "list", "resources/templates/list": "list",
    "tools/call": "call", "prompts/get": "call", "resources/read": "call", "resources/subscribe": "call",
    "completion/complete": "call", "logging/setLevel": "call",
}
_PHASES = ("init", "list", "call")
_EQUAL = frozenset({"eq", "match"})
_INTAKE = Selection("deferred", "request")


class Requests:
    """One for each analysis."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._known: dict[Guard, str] = {}
        self._tables: dict[str, str] = {}
        self._read_tables()
        self.found = self._is_handrolled()

    def select(self, guards: Guards, callee: str) -> Selection | None:
        """What request leads through these guards to that function ("" for a call of a library)."""
        if not self.found:
            return None
        methods = [method for guard in guards if (method := self._method_of(guard))]
        if callee in self._tables:
            methods.append(self._tables[callee])
        if methods:
            phases = [_phase_of(method) for method in methods]
            # A request that is answered within another branch: the innermost one decides.
            return Selection(phases[-1], f"request {methods[-1]}")
        return _INTAKE if any(_is_intake(guard.condition) for guard in guards) else None

    def _is_handrolled(self) -> bool:
        if any("/" in method for method in self._tables.values()):
            return True
        return any("/" in self._method_of(guard) for guard in self._guards())

    def _guards(self) -> Iterator[Guard]:
        for context in self._analysis.contexts.values():
            if not context.dead:
                for edge in context.edges:
                    yield from edge.guards
                for event in context.events:
                    yield from event.guards

    def _method_of(self, guard: Guard) -> str:
        known = self._known.get(guard)
        if known is None:
            found = list(dict.fromkeys(_methods_in(guard.condition, guard.holds)))
            known = self._known[guard] = min(found, key=lambda m: (_PHASES.index(_phase_of(m)), m), default="")
        return known

    def _read_tables(self) -> None:
        """Functions kept under the names of methods, in objects, maps and classes. Others beside them are called, too."""
        for target in self._analysis.heap:
            if target.kind in ("module", "exports", "frame") or not any("/" in n and n in METHODS for n in target.named):
                continue
            for name, entries in target.named.items():
                for function in _functions(entry.value for entry in entries.values()):
                    self._tables.setdefault(function, name)


def _functions(values: Iterable[Value]) -> Iterator[str]:
    for value in values:
        for leaf in leaves(value):
            if isinstance(leaf, Function):
                yield leaf.function


def _phase_of(method: str) -> str:
    return METHODS.get(method, "call")


def _methods_in(condition: Value, holds: bool) -> Iterator[str]:
    """The methods that a condition compares with, where the comparison says that it is one of them."""
    todo: list[tuple[Value, bool]] = [(condition, holds)]
    for _ in range(32):
        if not todo:
            return
        value, expected = todo.pop(0)
        if isinstance(value, Union):
            todo.extend((one, expected) for one in value.alternatives)
        elif isinstance(value, Derived) and value.operation == "not" and len(value.parts) == 1:
            todo.append((value.parts[0], not expected))
        elif isinstance(value, Derived) and (value.operation in _EQUAL if expected else value.operation == "ne"):
            for part in value.parts:
                for one in alternatives(part):
                    if isinstance(one, Constant) and isinstance(one.value, str) and one.value in METHODS:
                        yield one.value


def _is_intake(condition: Value) -> bool:
    """Is it asked of what came in from standard input?"""
    todo = [condition]
    for _ in range(32):
        if not todo:
            return False
        value = todo.pop(0)
        if isinstance(value, Source) and value.kind == "tool-argument" and value.name.split(".")[0] in ("*", "buffer", "stdin"):
            return True
        if isinstance(value, (Union, Derived)):
            todo.extend(value.alternatives if isinstance(value, Union) else value.parts)
    return False


def listed_tools(analysis: Analysis) -> Iterator[Object]:
    """Answers to a list request: objects with a list under `tools`."""
    for target in list(analysis.heap):
        if target.kind == "object" and "tools" in target.named and target.name != "promise":
            yield analysis.interner.object(target.id)
