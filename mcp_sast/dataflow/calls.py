"""Calls: what a callee value is, and what calling it gives.

In: a callee, a receiver, arguments. Out: the result value; events for library calls; edges to own functions; functions handed to
unknown code.

Own functions are run by the analysis (a context each). Library calls are folded where they are pure and constant, else done by the
platform table, else by their model. A callee that is not known lets its arguments reach the result.
"""

from __future__ import annotations

from typing import Protocol

from mcp_sast.dataflow.collections import Collections
from mcp_sast.dataflow.contexts import Arguments, Context, Event
from mcp_sast.dataflow.heap import Entry, Guards, HeapObject
from mcp_sast.dataflow.machine import Machine
from mcp_sast.dataflow.objects import Objects, unknown_only
from mcp_sast.dataflow.platform import Platform
from mcp_sast.dataflow.ports import PortReader
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
from mcp_sast.evaluation.operations import NOT_FOLDED, fold_function, fold_method, is_foldable_function
from mcp_sast.models.schema import Api, CallbackSpec, Port, SourceSpec

_MOST_CALLEES = 12


class Runner(Protocol):
    """What the analysis does for calls."""

    def run_function(self, context: Context, function: Function, this: Value | None, arguments: Arguments, site: Site, guards: Guards) -> Value: ...

    def add_root(self, context: Context, function: Value, phase: str, title: str, arguments: Arguments, event: Event | None, site: Site) -> None: ...

    def functions_named(self, language: str, name: str) -> tuple[Function, ...]: ...

    def import_library_module(self, context: Context, specifier: str, site: Site) -> Value: ...

    def import_computed(self, context: Context, specifier: Value, site: Site) -> list[Value]: ...


class Calls:
    """Dispatches calls. One for each analysis."""

    def __init__(self, machine: Machine, runner: Runner, objects: Objects) -> None:
        self._machine = machine
        self._runner = runner
        self._objects = objects
        self._interner = machine.interner
        self._heap = machine.heap
        self.collections = Collections(machine)
        self._platform = Platform(machine, self.collections)
        self.ports = PortReader(machine)

    # --------------------------------------------------------------------------------------------------------------- values

    def call(self, context: Context, callee: Value, this: Value | None, arguments: Arguments, site: Site, guards: Guards, new: bool = False) -> Value:
        context.calls += 1
        results = []
        for one in alternatives(callee)[:_MOST_CALLEES]:
            result = self._call_one(context, one, this, arguments, site, guards, new)
            if result is not None:
                results.append(result)
        return self._interner.union(results) if results else self._unresolved(context, callee, arguments, site)

    def _call_one(self, context: Context, callee: Value, this: Value | None, arguments: Arguments, site: Site, guards: Guards, new: bool) -> Value | None:
        if isinstance(callee, Function):
            if new:
                return self._construct_by_function(context, callee, arguments, site, guards)
            return self._runner.run_function(context, callee, callee.this if callee.this is not None else this, arguments, site, guards)
        if isinstance(callee, Library):
            return self.call_library(context, callee, arguments, site, guards)
        if isinstance(callee, Object):
            return self._call_object(context, callee, arguments, site, guards)
        if isinstance(callee, Derived):
            return self._call_derived(context, callee, this, arguments, site, guards)
        if isinstance(callee, Constant):
            return None
        return self._unresolved(context, callee, arguments, site)

    def _call_derived(self, context: Context, callee: Derived, this: Value | None, arguments: Arguments, site: Site, guards: Guards) -> Value:
        """Something made from functions (a decorated one, a wrapper of a library): the functions inside are called."""
        inside = [leaf for leaf in leaves(callee) if isinstance(leaf, Function)]
        if not inside:
            return self._unresolved(context, callee, arguments, site)
        return self._interner.union(
            self._runner.run_function(context, f, f.this if f.this is not None else this, arguments, site, guards) for f in inside[:_MOST_CALLEES]
        )

    def _call_object(self, context: Context, callee: Object, arguments: Arguments, site: Site, guards: Guards) -> Value:
        target = self._heap[callee.id]
        if target.kind == "class":
            return self.construct(context, callee, target, arguments, site, guards)
        if target.kind == "library":
            return self.call_library(context, self._interner.library(target.path, target.receiver), arguments, site, guards, callee)
        if target.name == "partial" and target.callee is not None:
            whole = Arguments(target.arguments + arguments.positional, target.keywords + arguments.keywords, arguments.rest)
            return self.call(context, target.callee, None, whole, site, guards)
        if target.kind == "instance":
            return self.call_method(context, callee, "__call__", arguments, site, guards)
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

    def construct(self, context: Context, callee: Object, cls: HeapObject, arguments: Arguments, site: Site, guards: Guards) -> Value:
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
        return this

    def _assign_fields(self, context: Context, made: HeapObject, chain: list[HeapObject], arguments: Arguments, site: Site, guards: Guards) -> None:
        """Dataclasses and pydantic models: annotated class fields in order are the constructor's parameters."""
        if context.language != "python":
            return
        order = [name for one in reversed(chain) for name in one.named if one.accessors.get(name) == "field"]
        for index, value in enumerate(arguments.positional):
            if index < len(order):
                self._heap.write(made, order[index], Entry(value, site, guards, False, order[index], context.runs), context.id)
        for name, value in arguments.keywords:
            self._heap.write(made, name, Entry(value, site, guards, False, name, context.runs), context.id)

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
        self, context: Context, receiver: Value, name: str, arguments: Arguments, site: Site, guards: Guards, callee: Value | None = None
    ) -> Value:
        context.calls += 1
        results = []
        for one in alternatives(receiver)[:_MOST_CALLEES]:
            if isinstance(one, Constant) and one.value is None:
                continue
            results.append(self._method_of(context, one, name, arguments, site, guards))
        return self._interner.union(results) if results else self._interner.unknown("unresolved")

    def _method_of(self, context: Context, receiver: Value, name: str, arguments: Arguments, site: Site, guards: Guards) -> Value:
        if isinstance(receiver, Constant):
            return self._method_of_constant(context, receiver, name, arguments, site, guards)
        if isinstance(receiver, Object):
            return self._method_of_object(context, receiver, name, arguments, site, guards)
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
        api = self._machine.models.method(_language(context), "." + name)
        if api is not None and not isinstance(receiver, Concat):
            return self.call_library(context, self._interner.library("?." + name), arguments, site, guards)
        if isinstance(receiver, Unknown):
            own = self._runner.functions_named(_language(context), name)
            if own:
                return self._interner.union(self._runner.run_function(context, f, receiver, arguments, site, guards) for f in own)
        return self._unresolved(context, receiver, arguments, site)

    def _each_callee(self, context: Context, callee: Value, receiver: Value, name: str, arguments: Arguments, site: Site, guards: Guards) -> Value:
        results = [r for one in alternatives(callee)[:_MOST_CALLEES] if (r := self._call_one(context, one, receiver, arguments, site, guards, False)) is not None]
        return self._interner.union(results) if results else self._interner.unknown("unresolved")

    def _method_of_constant(self, context: Context, receiver: Constant, name: str, arguments: Arguments, site: Site, guards: Guards) -> Value:
        constants = [a.value for a in arguments.positional if isinstance(a, Constant)]
        if len(constants) == len(arguments.positional) and not arguments.keywords:
            folded = fold_method(name, receiver.value, constants)
            if folded is not NOT_FOLDED:
                return self.from_python(context, folded, site)
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
        if isinstance(old, Constant) and isinstance(old.value, str) and isinstance(receiver.value, str) and old.value and not isinstance(new, Function):
            pieces = receiver.value.split(old.value, 1)
            return self._interner.concat([self._interner.constant(pieces[0]), new, self._interner.constant(pieces[1])]) if len(pieces) == 2 else receiver
        if isinstance(new, Function):
            self.call(context, new, None, Arguments((receiver,)), site, guards)
        return self._interner.derived("replace", [receiver, *arguments.positional], site)

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

    def _method_of_object(self, context: Context, receiver: Object, name: str, arguments: Arguments, site: Site, guards: Guards) -> Value:
        target = self._heap[receiver.id]
        found = self._machine.read_field(context, receiver, name, site)
        callable_ones = [one for one in alternatives(found) if isinstance(one, (Function, Object, Library, Derived))]
        if target.kind in ("list", "tuple", "set"):
            callable_ones = [one for one in callable_ones if isinstance(one, Function)]
        if callable_ones:
            return self._each_callee(context, self._interner.union(callable_ones), receiver, name, arguments, site, guards)
        result = self.collections.method(context, receiver, name, arguments, site, guards)
        if result is not None:
            return result
        api = self._machine.models.method(_language(context), "." + name)
        if api is not None and api.registration is not None:
            return self.call_library(context, self._interner.library("?." + name), arguments, site, guards)
        return self._unresolved(context, receiver, arguments, site) if target.kind != "library" else self._interner.unknown("unresolved")

    # ------------------------------------------------------------------------------------------------------------ libraries

    def call_library(self, context: Context, callee: Library, arguments: Arguments, site: Site, guards: Guards, made: Object | None = None) -> Value:
        path = callee.path
        special = self._special(context, callee, arguments, site, guards)
        if special is not None:
            return special
        folded = self._folded(context, path, arguments, site)
        if folded is not None:
            return folded
        platform = self._platform.function(context, path, arguments, site, guards)
        if platform is not None:
            return platform
        api = self._api(context, path)
        receiver = callee.receiver
        result = self._result(context, api, path, receiver, made, arguments, site, guards)
        if api is not None and api.registration is not None and api.registration.decorates and not self._decorated(arguments):
            return result
        if api is not None and (api.sink or api.message or api.registration or api.source):
            context.events.append(Event(api, path, receiver, made, arguments, site, guards, result, context.id))
        if api is not None and api.registration is not None:
            self._register(context, api, receiver, made, arguments, site, guards, result, path)
        return result

    def _api(self, context: Context, path: str) -> Api | None:
        language = _language(context)
        found = self._machine.models.find(language, path)
        if found is not None:
            return found
        tail = path.rsplit(".", 1)[-1]
        return self._machine.models.method(language, "." + tail)

    def _special(self, context: Context, callee: Library, arguments: Arguments, site: Site, guards: Guards) -> Value | None:
        path = callee.path
        if path in ("require", "import", "importlib.import_module", "__import__"):
            specifier = arguments.positional[0] if arguments.positional else self._interner.none
            values = [
                self._runner.import_library_module(context, one.value, site) for one in alternatives(specifier) if isinstance(one, Constant) and isinstance(one.value, str)
            ]
            if not values and not isinstance(specifier, Constant):
                values = self._runner.import_computed(context, specifier, site)
            return self._interner.union(values) if values else self._interner.unknown("dynamic-import")
        if path == "%identity":
            return arguments.positional[0] if arguments.positional else self._interner.none
        if path == "%resolve" and isinstance(callee.receiver, Object):
            for value in arguments.positional[:1]:
                self._heap.append(self._heap[callee.receiver.id], Entry(value, site, guards, False, "", context.runs), context.id, ordered=False)
            return self._interner.none
        if path == "%reject":
            return self._interner.none
        tail = path.rsplit(".", 1)[-1]
        if isinstance(callee.receiver, Object) and tail in ("append", "set", "add", "update") and self._machine.models.find(_language(context), path) is None and "." in path:
            return self._fill_member(context, callee, arguments, site, guards)
        if isinstance(callee.receiver, Object) and tail in ("toString", "toJSON") and self._heap[callee.receiver.id].path == "URL()":
            return callee.receiver
        return None

    def _fill_member(self, context: Context, callee: Library, arguments: Arguments, site: Site, guards: Guards) -> Value:
        """`url.searchParams.append(k, v)`, `client.headers.update({...})`: the library object keeps it."""
        assert isinstance(callee.receiver, Object)
        owner = self._heap[callee.receiver.id]
        steps = callee.path.removeprefix(owner.path).strip(".").split(".")
        member = self._objects.member_of(owner, steps[0]) if len(steps) > 1 else owner
        if len(arguments.positional) >= 2 and isinstance(arguments.positional[0], Constant):
            self._heap.write(member, str(arguments.positional[0].value), Entry(arguments.positional[1], site, guards, False, str(arguments.positional[0].value), context.runs), context.id)
        else:
            for value in arguments.positional:
                self.collections.merge(context, member, value, site, guards)
            for name, value in arguments.keywords:
                self._heap.write(member, name, Entry(value, site, guards, False, name, context.runs), context.id)
        return self._interner.none

    def _folded(self, context: Context, path: str, arguments: Arguments, site: Site) -> Value | None:
        if not is_foldable_function(path) or arguments.keywords or arguments.rest:
            return None
        constants = [a.value for a in arguments.positional if isinstance(a, Constant)]
        if len(constants) != len(arguments.positional):
            return None
        result = fold_function(path, constants)
        return None if result is NOT_FOLDED else self.from_python(context, result, site)

    def from_python(self, context: Context, result: object, site: Site) -> Value:
        """A folded result as a value; lists become heap objects."""
        if isinstance(result, (list, tuple)):
            return self._machine.new_list(context, site, [self.from_python(context, one, site) for one in result], "tuple" if isinstance(result, tuple) else "list")
        return self._interner.constant(result)  # type: ignore[arg-type]

    def _result(
        self, context: Context, api: Api | None, path: str, receiver: Value | None, made: Object | None, arguments: Arguments, site: Site, guards: Guards
    ) -> Value:
        called = self._run_callbacks(context, api, path, receiver, made, arguments, site, guards)
        if api is None:
            return self._unmodelled(context, path, receiver, arguments, site, called)
        if api.source is not None and not api.source.members:
            return self._source(context, api.source, receiver, made, arguments, site)
        if api.registration is not None and api.registration.decorates:
            return arguments.positional[0] if self._decorated(arguments) else self._client(context, path, receiver, made, arguments, site)
        flows = self._flows(context, api, path, receiver, made, arguments, site, guards)
        if api.client:
            return self._client(context, path, receiver, made, arguments, site)
        if flows is not None:
            return self._interner.union([flows, *called]) if called else flows
        if api.result is not None:
            return self._source(context, api.result, receiver, made, arguments, site)
        if called:
            return self._interner.union(called)
        if self._machine.models.leads_somewhere(_language(context), path + "()"):
            return self._client(context, path, receiver, made, arguments, site)
        return self._interner.none if api.sink is not None or api.registration is not None else self._unmodelled(context, path, receiver, arguments, site, called)

    def _decorated(self, arguments: Arguments) -> bool:
        """Is the first argument a function (a bare decorator), not a name?"""
        first = arguments.positional[0] if arguments.positional else None
        return first is not None and any(isinstance(leaf, Function) or (isinstance(leaf, Object) and self._heap[leaf.id].kind == "class") for leaf in leaves(first))

    def _client(self, context: Context, path: str, receiver: Value | None, made: Object | None, arguments: Arguments, site: Site) -> Value:
        """A library object that keeps what it was made from; later calls on it are named by its path."""
        obj = self._machine.allocate("library", context, site, "library", path)
        obj.path = path + "()"
        obj.arguments, obj.keywords = arguments.positional or arguments.rest, arguments.keywords
        obj.receiver = receiver
        obj.callee = made
        return self._interner.object(obj.id)

    def _unmodelled(self, context: Context, path: str, receiver: Value | None, arguments: Arguments, site: Site, called: list[Value]) -> Value:
        """A library function without a model: a decorator gives its function back; else arguments may reach the result, and what comes
        back may also be data of the library."""
        if self._machine.models.leads_somewhere(_language(context), path + "()"):
            return self._client(context, path, receiver, None, arguments, site)
        everything = [*arguments.positional, *(v for _, v in arguments.keywords), *arguments.rest]
        if len(everything) == 1 and isinstance(everything[0], Function) and context.language == "python":
            return self._interner.derived("decorated", everything, site)
        carried = [receiver] if receiver is not None else []
        return self._interner.derived("library", [*carried, *everything, *called, self._interner.source("library", path, site)], site)

    def _source(self, context: Context, spec: SourceSpec, receiver: Value | None, made: Object | None, arguments: Arguments, site: Site) -> Value:
        if spec.name is None:
            origin = self._origin(receiver, arguments)
            return self._interner.source(spec.kind, spec.fixed_name or "", site, origin)
        found = self.ports.read(context, spec.name, receiver, made, arguments, site)
        names = [str(v.value) for v in alternatives(found) if isinstance(v, Constant) and v.value is not None] if found is not None else []
        if not names:
            return self._interner.source(spec.kind, "?", site, found)
        value = self._interner.union(self._interner.source(spec.kind, name, site) for name in names)
        default = self._default(spec, arguments)
        return self._interner.union((value, default)) if default is not None else value

    def _default(self, spec: SourceSpec, arguments: Arguments) -> Value | None:
        """`os.environ.get(NAME, default)`."""
        position = (spec.name.position or 0) + 1 if spec.name is not None and spec.name.position is not None else 1
        if position < len(arguments.positional):
            return arguments.positional[position]
        return next((v for k, v in arguments.keywords if k == "default"), None)

    def _origin(self, receiver: Value | None, arguments: Arguments) -> Value | None:
        return arguments.positional[0] if arguments.positional else receiver

    def _flows(
        self, context: Context, api: Api, path: str, receiver: Value | None, made: Object | None, arguments: Arguments, site: Site, guards: Guards
    ) -> Value | None:
        returned: list[Value] = []
        tainted: list[Value] = []
        for flow in api.flows:
            value = self.ports.read(context, flow.source, receiver, made, arguments, site)
            if value is None or value is self._interner.none:
                continue
            if flow.target.root == "receiver":
                if isinstance(receiver, Object):
                    name = flow.target.members[0] if flow.target.members else "%state"
                    self._heap.write(self._heap[receiver.id], name, Entry(value, site, guards, False, name, context.runs), context.id)
            elif flow.target.root == "argument":
                target = self.ports.read(context, flow.target, receiver, made, arguments, site)
                for one in alternatives(target) if target is not None else ():
                    if isinstance(one, Object):
                        self.collections.merge(context, self._heap[one.id], value, site, guards)
            elif flow.kind == "value":
                returned.append(value)
            else:
                tainted.append(value)
        if tainted:
            returned.append(self._interner.derived(path, tainted, site))
        if not any(flow.target.root == "return" for flow in api.flows):
            return None
        return self._interner.union(returned) if returned else self._interner.none

    # ------------------------------------------------------------------------------------------------------------ callbacks

    def _run_callbacks(
        self, context: Context, api: Api | None, path: str, receiver: Value | None, made: Object | None, arguments: Arguments, site: Site, guards: Guards
    ) -> list[Value]:
        if api is not None and api.callbacks:
            return [v for spec in api.callbacks if (v := self._run_callback(context, spec, receiver, made, arguments, site, guards)) is not None]
        if api is not None and (api.registration is not None or api.flows):
            return []
        if len(arguments.positional) == 1 and not arguments.keywords and context.language == "python" and isinstance(arguments.positional[0], (Function, Derived)):
            return []
        for value in (*arguments.positional, *(v for _, v in arguments.keywords)):
            self._machine.escape(context, value, site, "deferred")
        return []

    def _run_callback(
        self, context: Context, spec: CallbackSpec, receiver: Value | None, made: Object | None, arguments: Arguments, site: Site, guards: Guards
    ) -> Value | None:
        function = self.ports.read(context, spec.function, receiver, made, arguments, site)
        if function is None or function is self._interner.none:
            return None
        values: list[Value] = []
        for argument in spec.arguments:
            if isinstance(argument, Port):
                values.append(self.ports.read(context, argument, receiver, made, arguments, site) or self._interner.none)
            else:
                values.append(self._interner.source(argument.kind, argument.fixed_name, site))
        if spec.phase:
            self._runner.add_root(context, function, spec.phase, spec.phase, Arguments(tuple(values)), None, site)
            return None
        result = self._machine.call(context, function, None, Arguments(tuple(values)), site, guards)
        return result if spec.returns else None

    def _register(
        self, context: Context, api: Api, receiver: Value | None, made: Object | None, arguments: Arguments, site: Site, guards: Guards, result: Value, path: str
    ) -> None:
        """The handlers of a registration become roots; their parameters carry its label."""
        spec = api.registration
        assert spec is not None
        event = Event(api, path, receiver, made, arguments, site, guards, result, context.id)
        phase = self._registration_phase(context, event)
        for port in spec.handler:
            handler = self.ports.read(context, port, receiver, made, arguments, site)
            if handler is None:
                continue
            for one in alternatives(handler):
                if isinstance(one, (Function, Object, Derived)):
                    self._runner.add_root(context, one, phase, spec.kind, Arguments((), (), (self._interner.unknown("%labelled"),)), event, site)

    def _registration_phase(self, context: Context, event: Event) -> str:
        spec = event.api.registration
        assert spec is not None
        if spec.select is None:
            return spec.phase
        selected = self.ports.read(context, spec.select, event.receiver, event.callee, event.arguments, event.site)
        for one in alternatives(selected) if selected is not None else ():
            text = one.path if isinstance(one, Library) else str(one.value) if isinstance(one, Constant) else ""
            for ending, phase in spec.phases:
                if text.endswith(ending):
                    return phase
        return spec.phase


def _language(context: Context) -> str:  # type: ignore[return]
    return "python" if context.language == "python" else "javascript"
