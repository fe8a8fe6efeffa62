"""Calls: what a callee value is, and what calling it gives.

In: a callee, a receiver, arguments. Out: the result value; edges to own functions; functions handed to unknown code.

Own functions are run by the analysis (a context each), library calls by `libraries`. A callee that is not known lets its arguments
reach the result.
"""

from __future__ import annotations

from mcp_sast.dataflow.collections import Collections
from mcp_sast.dataflow.contexts import Arguments, Context
from mcp_sast.dataflow.copies import Copies
from mcp_sast.dataflow.heap import Entry, Guards, HeapObject
from mcp_sast.dataflow.libraries import LibraryCalls
from mcp_sast.dataflow.machine import Machine
from mcp_sast.dataflow.objects import Objects, unknown_only
from mcp_sast.dataflow.provenance import history_after
from mcp_sast.dataflow.runner import Runner
from mcp_sast.dataflow.values import (
    Concat,
    Constant,
    Derived,
    Function,
    Library,
    Object,
    Site,
    Source,
    Unknown,
    Value,
    alternatives,
    leaves,
)
from mcp_sast.evaluation.operations import NOT_FOLDED, fold_method

_MOST_CALLEES = 12
_OF_PROMISES = frozenset({"then", "catch", "finally"})
# Methods of functions: what they give is, or calls, the function.
_OF_FUNCTIONS = frozenset({"bind", "call", "apply"})
# Data that comes in pieces, and what waits for them.
_STREAMS = frozenset({"response", "process-output"})
_LISTENS = frozenset({"on", "once", "addListener"})


class Calls:
    """Dispatches calls. One for each analysis."""

    def __init__(self, machine: Machine, runner: Runner, objects: Objects) -> None:
        self._machine = machine
        self._runner = runner
        self._objects = objects
        self._interner = machine.interner
        self._heap = machine.heap
        self.collections = Collections(machine)
        self.libraries = LibraryCalls(machine, runner, objects, self.collections)
        self._copies = Copies(machine, objects, self.libraries)

    # --------------------------------------------------------------------------------------------------------------- values

    def call(
        self,
        context: Context,
        callee: Value,
        this: Value | None,
        arguments: Arguments,
        site: Site,
        guards: Guards,
        new: bool = False,
    ) -> Value:
        context.calls += 1
        results = []
        for one in alternatives(callee)[:_MOST_CALLEES]:
            result = self._call_one(context, one, this, arguments, site, guards, new)
            if result is not None:
                results.append(result)
        return self._interner.union(results) if results else self._unresolved(context, callee, arguments, site)

    def _call_one(
        self, context: Context, callee: Value, this: Value | None, arguments: Arguments, site: Site, guards: Guards, new: bool
    ) -> Value | None:
        if isinstance(callee, Function):
            if new:
                return self._construct_by_function(context, callee, arguments, site, guards)
            return self._runner.run_function(
                context, callee, callee.this if callee.this is not None else this, arguments, site, guards
            )
        if isinstance(callee, Library):
            return self.libraries.call(context, callee, arguments, site, guards)
        if isinstance(callee, Object):
            return self._call_object(context, callee, arguments, site, guards)
        if isinstance(callee, Derived):
            return self._call_derived(context, callee, this, arguments, site, guards)
        if isinstance(callee, Constant):
            return None
        return self._unresolved(context, callee, arguments, site)

    def _call_derived(
        self, context: Context, callee: Derived, this: Value | None, arguments: Arguments, site: Site, guards: Guards
    ) -> Value:
        """Something made from functions (a decorated one, a wrapper of a library): the functions inside are called."""
        inside = [leaf for leaf in leaves(callee) if isinstance(leaf, Function)]
        if not inside:
            return self._decorated(context, callee, arguments, site)
        return self._interner.union(
            self._runner.run_function(context, f, f.this if f.this is not None else this, arguments, site, guards)
            for f in inside[:_MOST_CALLEES]
        )

    def _decorated(self, context: Context, callee: Derived, arguments: Arguments, site: Site) -> Value:
        """A decorator made by a call of a library (`@retry(times=3)`): the function or class is still called through it."""
        first = arguments.positional[0] if len(arguments.positional) == 1 and not arguments.keywords else None
        if context.language == "python" and isinstance(first, Object) and self._heap[first.id].kind == "class":
            return first
        if context.language == "python" and isinstance(first, Function):
            return self._interner.derived("decorated", [first], site)
        return self._unresolved(context, callee, arguments, site)

    def _call_object(self, context: Context, callee: Object, arguments: Arguments, site: Site, guards: Guards) -> Value:
        target = self._heap[callee.id]
        if target.kind == "class":
            return self.construct(context, callee, target, arguments, site, guards)
        if target.kind == "library":
            return self.libraries.call(
                context, self._interner.library(target.path, target.receiver), arguments, site, guards, callee
            )
        if target.name == "partial" and target.callee is not None:
            whole = Arguments(target.arguments + arguments.positional, target.keywords + arguments.keywords, arguments.rest)
            return self.call(context, target.callee, None, whole, site, guards)
        if target.kind == "instance":
            methods = [
                m for m in alternatives(self._machine.read_field(context, callee, "__call__", site)) if isinstance(m, Function)
            ]
            if methods:
                return self._interner.union(self._runner.run_function(context, m, callee, arguments, site, guards) for m in methods)
        return self._unresolved(context, callee, arguments, site)

    def _unresolved(self, context: Context, callee: Value, arguments: Arguments, site: Site) -> Value:
        """An unknown callee: what goes in may come out, and functions handed over may be called."""
        context.unresolved[site] = type(callee).__name__
        everything = (*arguments.positional, *(v for _, v in arguments.keywords), *arguments.rest)
        for value in everything:
            self._machine.escape(context, value, site, "deferred")
        carried = [callee] if isinstance(callee, (Source, Derived)) else []
        return self._interner.derived("call", [*carried, *everything], site)

    # -------------------------------------------------------------------------------------------------------------- classes

    def construct(
        self, context: Context, callee: Object, cls: HeapObject, arguments: Arguments, site: Site, guards: Guards
    ) -> Value:
        """`new C(...)` / `C(...)` of an own class."""
        made = self._machine.allocate("instance", context, site, "instance", cls.id)
        made.cls = callee
        this = self._interner.object(made.id)
        chain = self._objects.class_chain(context, callee)
        for one in chain:
            if one.path and not made.path:
                made.path = one.path + "()"
                made.arguments, made.keywords = arguments.positional, arguments.keywords
        for one in reversed(chain):
            for entry in self._heap.read(one, "<fields>", context.id):
                self.call(context, entry.value, this, Arguments(), site, guards)
        for one in chain:
            entries = self._heap.read(one, "constructor", context.id) or self._heap.read(one, "__init__", context.id)
            if entries:
                for entry in entries:
                    if isinstance(entry.value, Function):
                        bound = self._interner.function(entry.value.function, entry.value.frames, this)
                        self._runner.run_function(context, bound, this, arguments, site, guards)
                break
        else:
            self._assign_fields(context, made, chain, arguments, site, guards)
        self._copies.made(context, callee, this, arguments, site, guards)
        return this

    def _assign_fields(
        self, context: Context, made: HeapObject, chain: list[HeapObject], arguments: Arguments, site: Site, guards: Guards
    ) -> None:
        """Dataclasses and pydantic models: annotated class fields in order are the constructor's parameters."""
        if context.language != "python":
            return
        order = [name for one in reversed(chain) for name in one.named if one.accessors.get(name) == "field"]
        for index, value in enumerate(arguments.positional):
            if index < len(order):
                self._heap.write(made, order[index], Entry(value, site, guards, False, order[index], context.runs), context.id)
        for name, value in arguments.keywords:
            self._heap.write(made, name, Entry(value, site, guards, False, name, context.runs), context.id)
        given = {*order[: len(arguments.positional)], *dict(arguments.keywords)}
        for cls in reversed(chain):
            for name, entries in cls.named.items():
                if name not in given:
                    self._default_field(context, made, name, list(entries.values()), guards)

    def _default_field(self, context: Context, made: HeapObject, name: str, entries: list[Entry], guards: Guards) -> None:
        """`field(default_factory=f)`: f is called for each instance; the value enters where the field is declared."""
        for entry in entries:
            for one in alternatives(entry.value):
                if isinstance(one, Object) and self._heap[one.id].name == "default-factory":
                    factory = self._heap[one.id].callee
                    if factory is not None:
                        value = self.call(context, factory, None, Arguments(), entry.site, guards)
                        self._heap.write(made, name, Entry(value, entry.site, guards, False, name, context.runs), context.id)

    def _construct_by_function(self, context: Context, callee: Function, arguments: Arguments, site: Site, guards: Guards) -> Value:
        """`new F()` of a plain function: `this` is a new object; methods assigned to `F.prototype` are its class."""
        made = self._machine.allocate("instance", context, site, "instance", callee)
        prototype = self._machine.read_field(context, callee, "prototype", site)
        for one in alternatives(prototype):
            if isinstance(one, Object):
                made.cls = one
                self._heap[one.id].kind = "class"
        this = self._interner.object(made.id)
        bound = self._interner.function(callee.function, callee.frames, this)
        result = self._runner.run_function(context, bound, this, arguments, site, guards)
        return result if isinstance(result, Object) else this

    # -------------------------------------------------------------------------------------------------------------- methods

    def call_method(
        self,
        context: Context,
        receiver: Value,
        name: str,
        arguments: Arguments,
        site: Site,
        guards: Guards,
        callee: Value | None = None,
    ) -> Value:
        context.calls += 1
        results = []
        for one in alternatives(receiver)[:_MOST_CALLEES]:
            if isinstance(one, Constant) and one.value is None:
                if name in _OF_PROMISES and context.language == "javascript":  # an async function that returns nothing
                    settled = self.collections.method(context, one, name, arguments, site, guards)
                    results.extend([settled] if settled is not None else [])
                continue
            results.append(self._method_of(context, one, name, arguments, site, guards))
        return self._interner.union(results) if results else self._interner.unknown("unresolved")

    def _piped(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value | None:
        """`source.pipe(target)`: what is read is written to the target; None if the target is nothing that is written to."""
        target = arguments.positional[0] if arguments.positional else self._interner.none
        written = [v for v in alternatives(target) if isinstance(v, Object) and self._heap[v.id].kind in ("library", "instance")]
        if not written:
            return self._interner.derived("pipe", [receiver, target], site) if isinstance(receiver, (Source, Derived)) else None
        for one in written:
            for name in ("write", "send") if self._heap[one.id].kind == "library" else ("write", "_write", "_transform"):
                found = self._machine.read_field(context, one, name, site)
                own = any(isinstance(v, Function) for v in alternatives(found))
                path = f"{self._heap[one.id].path}.{name}"
                if own or (self._heap[one.id].path and self._machine.models.find(context.language, path) is not None):
                    self._method_of(context, one, name, Arguments((receiver,)), site, guards)
                    break
        return target

    def _method_of(self, context: Context, receiver: Value, name: str, arguments: Arguments, site: Site, guards: Guards) -> Value:
        if name == "pipe" and context.language == "javascript" and len(arguments.positional) in (1, 2):
            piped = self._piped(context, receiver, arguments, site, guards)
            if piped is not None:
                return piped
        if isinstance(receiver, Constant):
            return self._method_of_constant(context, receiver, name, arguments, site, guards)
        if isinstance(receiver, Object):
            return self._method_of_object(context, receiver, name, arguments, site, guards)
        if isinstance(receiver, Library) and name in _OF_FUNCTIONS and not self._machine.models.leads_somewhere(
            context.language, f"{receiver.path}.{name}"
        ):
            bound = self.collections.method(context, receiver, name, arguments, site, guards)
            if bound is not None:
                return bound
        if isinstance(receiver, (Library, Function)):
            callee = self._machine.read_field(context, receiver, name, site)
            if isinstance(receiver, Function) and unknown_only(callee):
                found = self.collections.method(context, receiver, name, arguments, site, guards)
                if found is not None:
                    return found
            return self._each_callee(context, callee, receiver, name, arguments, site, guards)
        found = self.collections.method(context, receiver, name, arguments, site, guards)
        if found is not None:
            return found
        api = self._machine.models.method(context.language, "." + name)
        if api is not None and not isinstance(receiver, Concat):
            return self.libraries.call(context, self._interner.library("?." + name, receiver), arguments, site, guards)
        if isinstance(receiver, Unknown):
            own = self._runner.functions_named(context.language, name)
            if own:
                return self._interner.union(self._runner.run_function(context, f, receiver, arguments, site, guards) for f in own)
            return self._unresolved(context, receiver, arguments, site)
        return self._method_of_data(context, receiver, name, arguments, site)

    def _method_of_data(self, context: Context, receiver: Value, name: str, arguments: Arguments, site: Site) -> Value:
        """A method of a string or of data from outside: the data is still in the result. A test tells nothing of it."""
        if isinstance(receiver, Source) and receiver.kind in _STREAMS and name in _LISTENS and len(arguments.positional) > 1:
            event, listener = arguments.positional[:2]
            told = (receiver,) if isinstance(event, Constant) and event.value in ("data", "readable", "line") else ()
            self.call(context, listener, receiver, Arguments(told), site, ())
            return receiver
        for value in arguments.positional:
            self._machine.escape(context, value, site, "deferred")
        parts = [receiver, *arguments.positional, *arguments.rest]
        return self._interner.derived(name, parts, site)

    def _each_callee(
        self, context: Context, callee: Value, receiver: Value, name: str, arguments: Arguments, site: Site, guards: Guards
    ) -> Value:
        results = [
            r
            for one in alternatives(callee)[:_MOST_CALLEES]
            if (r := self._call_one(context, one, receiver, arguments, site, guards, False)) is not None
        ]
        return self._interner.union(results) if results else self._interner.unknown("unresolved")

    def _method_of_constant(
        self, context: Context, receiver: Constant, name: str, arguments: Arguments, site: Site, guards: Guards
    ) -> Value:
        constants = [a.value for a in arguments.positional if isinstance(a, Constant)]
        if len(constants) == len(arguments.positional) and not arguments.keywords:
            folded = fold_method(name, receiver.value, constants)
            if folded is not NOT_FOLDED:
                histories = [receiver.history, *(a.history for a in arguments.positional if isinstance(a, Constant))]
                history = history_after(name, [receiver.value, *constants], histories, folded, site)
                return self.libraries.from_python(context, folded, site, history)
        if name == "join" and isinstance(receiver.value, (str, bytes)):
            found = self.collections.method(context, receiver, name, arguments, site, guards)
            if found is not None:
                return found
        if name == "format" and isinstance(receiver.value, str):
            return self._interner.concat(self._formatted(receiver.value, arguments))
        if name in ("replace", "replaceAll") and len(arguments.positional) == 2:
            return self._replaced(context, receiver, arguments, site, guards)
        return self._interner.derived(name, [receiver, *arguments.positional, *arguments.rest], site)

    def _replaced(self, context: Context, receiver: Constant, arguments: Arguments, site: Site, guards: Guards) -> Value:
        """A template filled in: the constant pieces stay."""
        old, new = arguments.positional
        if (
            isinstance(old, Constant)
            and isinstance(old.value, str)
            and isinstance(receiver.value, str)
            and old.value
            and not isinstance(new, Function)
        ):
            pieces = receiver.value.split(old.value, 1)
            return (
                self._interner.concat([self._interner.constant(pieces[0]), new, self._interner.constant(pieces[1])])
                if len(pieces) == 2
                else receiver
            )
        if isinstance(new, Function):
            new = self.call(context, new, None, Arguments((receiver,)), site, guards)
        return self._interner.derived("replace", [receiver, *([] if isinstance(new, Constant) else [new])], site)

    def _formatted(self, template: str, arguments: Arguments) -> list[Value]:
        """`"https://{}/x".format(host)`: the constant pieces with the arguments between them."""
        parts: list[Value] = []
        position = 0
        keywords = dict(arguments.keywords)
        rest = template.replace("{{", "\x01").replace("}}", "\x02")
        while rest:
            before, brace, after = rest.partition("{")
            parts.append(self._interner.constant(before.replace("\x01", "{").replace("\x02", "}")))
            if not brace:
                break
            field, _, rest = after.partition("}")
            name = field.split(":", 1)[0].split("!", 1)[0]
            if name in keywords:
                parts.append(keywords[name])
            else:
                index = int(name) if name.isdigit() else position
                position += 1
                parts.append(arguments.positional[index] if index < len(arguments.positional) else self._interner.unknown("format"))
        return parts

    def _method_of_object(
        self, context: Context, receiver: Object, name: str, arguments: Arguments, site: Site, guards: Guards
    ) -> Value:
        target = self._heap[receiver.id]
        found = self._machine.read_field(context, receiver, name, site)
        callable_ones = [one for one in alternatives(found) if isinstance(one, (Function, Object, Library, Derived))]
        if target.kind in ("list", "tuple", "set"):
            callable_ones = [one for one in callable_ones if isinstance(one, Function)]
        if callable_ones:
            self._copies.registered(context, receiver, name, arguments, site, guards)
            return self._each_callee(context, self._interner.union(callable_ones), receiver, name, arguments, site, guards)
        result = self.collections.method(context, receiver, name, arguments, site, guards)
        if result is not None:
            return result
        api = self._machine.models.method(context.language, "." + name)
        if api is not None and api.registration is not None:
            return self.libraries.call(context, self._interner.library("?." + name), arguments, site, guards)
        if target.kind == "library":
            given = [one for one in alternatives(found) if isinstance(one, Source)]
            asked = [
                self._interner.source(one.kind, one.name, one.site, receiver if one.kind == "file-state" else one.origin)
                for one in given
            ]
            return self._interner.union(asked) if asked else self._interner.unknown("unresolved")
        if target.kind != "instance":
            return self._method_of_data(context, receiver, name, arguments, site)
        return self._unresolved(context, receiver, arguments, site)
