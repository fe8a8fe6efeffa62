"""Calls of libraries and of the platform.

In: a library value that is called, its arguments. Out: the result; an event for what rules ask about; callbacks run; handlers
registered as roots.

In order: imports by call, folding of pure functions over constants, the platform table, the API's model, and for a function without
a model: what goes in may come out.
"""

from __future__ import annotations

import re

from mcp_sast.dataflow.collections import Collections
from mcp_sast.dataflow.contexts import Arguments, Context, Event, Read
from mcp_sast.dataflow.heap import Entry, Guards
from mcp_sast.dataflow.machine import Machine
from mcp_sast.dataflow.objects import COMMAND_LINE, Objects
from mcp_sast.dataflow.platform import Platform
from mcp_sast.dataflow.ports import PortReader
from mcp_sast.dataflow.provenance import History, history_after
from mcp_sast.dataflow.runner import Invocation, Runner
from mcp_sast.dataflow.values import Constant, Derived, Function, Library, Object, Site, Source, Value, alternatives, leaves
from mcp_sast.evaluation.operations import NOT_FOLDED, fold_function, is_foldable_function
from mcp_sast.models.schema import Api, CallbackSpec, FlowSpec, Port, SourceSpec

_IMPORTS = frozenset({"require", "import", "module.createRequire()", "importlib.import_module", "__import__"})
_READ_BY_NAME = frozenset({"environment"})
# What is imported by an absolute path, from memory, or is no text.
_LOADS_A_FILE = re.compile(r"^(?:/|[A-Za-z]:[\\\\/]|data:|file:|https?:)|\.(?:node|wasm|jsc)$")
_FILLERS = frozenset({"append", "set", "add", "update"})


class LibraryCalls:
    """Calls that leave the package's own code. One for each analysis."""

    def __init__(self, machine: Machine, runner: Runner, objects: Objects, collections: Collections) -> None:
        self._machine = machine
        self._runner = runner
        self._objects = objects
        self._interner = machine.interner
        self._heap = machine.heap
        self._collections = collections
        self._platform = Platform(machine, collections)
        self.ports = PortReader(machine)

    def call(
        self, context: Context, callee: Library, arguments: Arguments, site: Site, guards: Guards, made: Object | None = None
    ) -> Value:
        """Call `callee`; `made` is the library object that is called, if it is one."""
        call = Invocation(callee.path, callee.receiver, made, arguments, site, guards)
        for attempt in (self._special(context, call), self._folded(context, call)):
            if attempt is not None:
                return attempt
        platform = self._platform.function(context, call.path, arguments, site, guards)
        if platform is not None:
            return platform
        api = self._api(context, call.path)
        call = call._replace(returned=self._result(context, api, call))
        assert call.returned is not None
        if api is not None:
            self._note(context, api, call)
        return call.returned

    def _api(self, context: Context, path: str) -> Api | None:
        found = self._machine.models.find(context.language, path)
        return found if found is not None else self._machine.models.method(context.language, "." + path.rsplit(".", 1)[-1])

    def _note(self, context: Context, api: Api, call: Invocation) -> None:
        """Keep the call as an event if rules may ask about it; register handlers."""
        registration = api.registration
        if registration is not None and registration.decorates and not self._decorates(call.arguments):
            return
        if api.sink is None and api.message is None and registration is None and api.source is None:
            return
        assert call.returned is not None
        event = Event(api, call.path, call.receiver, call.callee, call.arguments, call.site, call.guards, call.returned, context.id)
        context.events.append(event)
        if registration is not None:
            self._register(context, event)

    def note_copy(self, context: Context, api: Api, call: Invocation) -> None:
        """A call of a copy that the package carries of a library's class: its code is run as any, and it registers as the original."""
        self._note(context, api, call)

    def read(self, context: Context, port: Port, call: Invocation) -> Value | None:
        """The value at a port of a call."""
        return self.ports.read(context, port, call.receiver, call.callee, call.arguments, call.site, call.returned)

    # -------------------------------------------------------------------------------------------------------------- special

    def _special(self, context: Context, call: Invocation) -> Value | None:
        first = call.arguments.positional[0] if call.arguments.positional else self._interner.none
        if call.path in _IMPORTS:
            self._note_load(context, first, call)
            return self._import(context, first, call.site)
        if call.path == "%identity":
            return first
        if call.path == "%resolve" and isinstance(call.receiver, Object):
            entry = Entry(first, call.site, call.guards, run=context.runs)
            self._heap.append(self._heap[call.receiver.id], entry, context.id, ordered=False)
            return self._interner.none
        if call.path == "%sent" and isinstance(call.receiver, Object):
            found = self._heap.items(self._heap[call.receiver.id], context.id)
            return self._interner.union(e.value for e in found) if found else self._interner.unknown("sent")
        if call.path == "%reject":
            return self._interner.none
        if not isinstance(call.receiver, Object):
            return None
        if call.path == "pathlib.Path().joinpath":
            made = self._machine.allocate("library", context, call.site, "path", call.receiver)
            made.path, made.arguments = "pathlib.Path()", (call.receiver, *call.arguments.positional)
            return self._interner.object(made.id)
        name = call.path.rsplit(".", 1)[-1]
        if name in _FILLERS and "." in call.path and self._machine.models.find(context.language, call.path) is None:
            return self._fill(context, call)
        if name in ("toString", "toJSON") and self._heap[call.receiver.id].path == "URL()":
            return call.receiver
        return None

    def _note_load(self, context: Context, specifier: Value, call: Invocation) -> None:
        """An import is an event where it is not a plain name: a computed one, one with a folder, one of a file that is no text."""
        if any(not isinstance(one, Constant) or one.history or _LOADS_A_FILE.search(str(one.value)) for one in alternatives(specifier)):
            api = self._machine.models.find(context.language, call.path)
            if api is not None:
                self._note(context, api, call._replace(returned=self._interner.none))

    def _import(self, context: Context, specifier: Value, site: Site) -> Value:
        names = [one.value for one in alternatives(specifier) if isinstance(one, Constant) and isinstance(one.value, str)]
        values = [self._runner.import_library_module(context, name, site) for name in names]
        if not values and not isinstance(specifier, Constant):
            values = self._runner.import_computed(context, specifier, site)
        return self._interner.union(values) if values else self._interner.unknown("dynamic-import")

    def _fill(self, context: Context, call: Invocation) -> Value:
        """`url.searchParams.append(k, v)`, `client.headers.update({...})`: the library object keeps it."""
        assert isinstance(call.receiver, Object)
        owner = self._heap[call.receiver.id]
        steps = call.path.removeprefix(owner.path).strip(".").split(".")
        member = self._objects.member_of(owner, steps[0]) if len(steps) > 1 else owner
        given, run = call.arguments, context.runs
        if len(given.positional) >= 2 and isinstance(given.positional[0], Constant):
            name = str(given.positional[0].value)
            self._heap.write(member, name, Entry(given.positional[1], call.site, call.guards, False, name, run), context.id)
        else:
            for value in given.positional:
                self._collections.merge(context, member, value, call.site, call.guards)
            for name, value in given.keywords:
                self._heap.write(member, name, Entry(value, call.site, call.guards, False, name, run), context.id)
        return self._interner.none

    def _folded(self, context: Context, call: Invocation) -> Value | None:
        given = call.arguments
        if not is_foldable_function(call.path) or given.keywords or given.rest:
            return None
        constants = [a.value for a in given.positional if isinstance(a, Constant)]
        if len(constants) != len(given.positional):
            return None
        result = fold_function(call.path, constants)
        if result is NOT_FOLDED:
            return None
        histories = [a.history for a in given.positional if isinstance(a, Constant)]
        return self.from_python(context, result, call.site, history_after(call.path, constants, histories, result, call.site))

    def from_python(self, context: Context, result: object, site: Site, history: History = ()) -> Value:
        """A folded result as a value; lists become heap objects."""
        if isinstance(result, (list, tuple)):
            values = [self.from_python(context, one, site, history) for one in result]
            return self._machine.new_list(context, site, values, "tuple" if isinstance(result, tuple) else "list")
        return self._interner.constant(result, history)  # type: ignore[arg-type]

    # -------------------------------------------------------------------------------------------------------------- results

    def _result(self, context: Context, api: Api | None, call: Invocation) -> Value:
        if api is None:
            return self._unmodelled(context, call, self._run_callbacks(context, api, call))
        if api.registration is not None and api.registration.decorates:
            return call.arguments.positional[0] if self._decorates(call.arguments) else self._client(context, call)
        if api.client:
            call = call._replace(returned=self._client(context, call))
        called = self._run_callbacks(context, api, call)
        if api.sanitizes:
            return self._interner.unknown("sanitized")
        if api.source is not None and not api.source.members:
            return self._source(context, api.source, call)
        flows = self._flows(context, api, call)
        if api.client and call.returned is not None:
            return call.returned
        if flows is not None:
            return self._interner.union([flows, *called])
        if api.result is not None:
            return self._source(context, api.result, call)
        if called:
            return self._interner.union(called)
        if self._machine.models.leads_somewhere(context.language, call.path + "()"):
            return self._client(context, call)
        return (
            self._interner.none if api.sink is not None or api.registration is not None else self._unmodelled(context, call, called)
        )

    def _decorates(self, arguments: Arguments) -> bool:
        """Is the first argument a function or class (a bare decorator), not a name?"""
        first = arguments.positional[0] if arguments.positional else None
        return first is not None and any(
            isinstance(leaf, Function) or (isinstance(leaf, Object) and self._heap[leaf.id].kind == "class")
            for leaf in leaves(first)
        )

    def _client(self, context: Context, call: Invocation) -> Value:
        """A library object that keeps what it was made from; later calls on it are named by its path."""
        made = self._machine.allocate("library", context, call.site, "library", call.path)
        made.path = call.path + "()"
        made.arguments, made.keywords = call.arguments.positional or call.arguments.rest, call.arguments.keywords
        made.receiver = call.receiver
        made.callee = call.callee
        return self._interner.object(made.id)

    def _unmodelled(self, context: Context, call: Invocation, called: list[Value]) -> Value:
        """A library function without a model: a decorator gives its function back; else arguments may reach the result, and what
        comes back may also be data of the library."""
        if self._machine.models.leads_somewhere(context.language, call.path + "()"):
            return self._client(context, call)
        if call.path.rpartition(".")[0] in COMMAND_LINE:  # `process.argv.slice(2)`: what the user typed
            return self._interner.union([self._interner.source("arguments", "", call.site), *called])
        given = call.arguments
        everything = [*given.positional, *(v for _, v in given.keywords), *given.rest]
        if len(everything) == 1 and isinstance(everything[0], Function) and context.language == "python":
            return self._interner.derived("decorated", everything, call.site)
        if len(everything) == 1 and isinstance(everything[0], Object) and self._heap[everything[0].id].kind == "class":
            return everything[0]  # a class decorator
        carried = [call.receiver] if call.receiver is not None else []
        own = self._interner.source("library", call.path, call.site)
        return self._interner.derived("library", [*carried, *everything, *called, own], call.site)

    def _source(self, context: Context, spec: SourceSpec, call: Invocation) -> Value:
        value = self._source_value(context, spec, call)
        if spec.kind in _READ_BY_NAME:
            for one in alternatives(value):
                if isinstance(one, Source) and one.site == call.site:
                    context.reads[Read(one.kind, one.name, one.site)] = None
        return value

    def _source_value(self, context: Context, spec: SourceSpec, call: Invocation) -> Value:
        if spec.name is None:
            given = call.arguments.positional
            origin = given[0] if given else call.receiver
            if spec.kind == "process-output":
                origin = self._command_line(call) or origin
            return self._interner.source(spec.kind, spec.fixed_name, call.site, origin)
        found = self.read(context, spec.name, call)
        names = (
            [str(v.value) for v in alternatives(found) if isinstance(v, Constant) and v.value is not None]
            if found is not None
            else []
        )
        if not names and found is not None and (path := self._constant_path(found)):
            names = [path]
        if not names:
            return self._interner.source(spec.kind, "?", call.site, found)
        value = self._interner.union(self._interner.source(spec.kind, name, call.site) for name in names)
        default = self._default(spec, call.arguments)
        return self._interner.union((value, default)) if default is not None else value

    def _command_line(self, call: Invocation) -> Value | None:
        """The program and its arguments, of the call itself or of the call that started the process."""
        given = call.arguments.positional
        started = self._heap[call.receiver.id] if isinstance(call.receiver, Object) else None
        while started is not None and started.kind == "library":
            given = started.arguments or given
            started = self._heap[started.receiver.id] if isinstance(started.receiver, Object) else None
        words = [v for v in given if isinstance(v, Constant) or (isinstance(v, Object) and self._heap[v.id].kind in ("list", "tuple"))]
        return self._interner.derived("command", words, call.site) if len(words) > 1 else next(iter(words), None)

    def _constant_path(self, value: Value) -> str:
        """The text of a path object that was made from constants, "" for any other."""
        pieces: list[str] = []
        todo = [value]
        while todo and len(pieces) < 20:
            here = todo.pop()
            if isinstance(here, Constant) and isinstance(here.value, str):
                pieces.append(here.value)
            elif isinstance(here, Object) and self._heap[here.id].path == "pathlib.Path()":
                todo.extend(reversed(self._heap[here.id].arguments))
            else:
                return ""
        return "/".join(piece.rstrip("/") if len(piece) > 1 else piece for piece in pieces) if pieces and not todo else ""

    def _default(self, spec: SourceSpec, arguments: Arguments) -> Value | None:
        """`os.environ.get(NAME, default)`."""
        if spec.kind != "environment":
            return None
        position = (spec.name.position or 0) + 1 if spec.name is not None else 1
        if position < len(arguments.positional):
            return arguments.positional[position]
        return next((v for k, v in arguments.keywords if k == "default"), None)

    def _flows(self, context: Context, api: Api, call: Invocation) -> Value | None:
        """What the model's flows give to the result; None if none of them leads there."""
        returned: list[Value] = []
        tainted: list[Value] = []
        for flow in api.flows:
            value = self.read(context, flow.source, call)
            if value is None or value is self._interner.none:
                continue
            if flow.target.root != "return":
                self._flow_into(context, flow, value, call)
            elif flow.kind == "value":
                returned.append(value)
            else:
                tainted.append(value)
        if tainted:
            returned.append(self._interner.derived(call.path, tainted, call.site))
        if not any(flow.target.root == "return" for flow in api.flows):
            return None
        return self._interner.union(returned) if returned else self._interner.none

    def _flow_into(self, context: Context, flow: FlowSpec, value: Value, call: Invocation) -> None:
        """A flow into the receiver's state or into an argument."""
        if flow.target.root == "receiver":
            if isinstance(call.receiver, Object):
                name = flow.target.members[0] if flow.target.members else "%state"
                entry = Entry(value, call.site, call.guards, False, name, context.runs)
                self._heap.write(self._heap[call.receiver.id], name, entry, context.id)
            return
        target = self.read(context, flow.target, call)
        for one in alternatives(target) if target is not None else ():
            if isinstance(one, Object):
                self._collections.merge(context, self._heap[one.id], value, call.site, call.guards)

    # ------------------------------------------------------------------------------------------------------------ callbacks

    def _run_callbacks(self, context: Context, api: Api | None, call: Invocation) -> list[Value]:
        """Run the callbacks that the model names; without a model, functions handed over may be called later. What callbacks give
        that flows to the result."""
        if api is not None and api.callbacks:
            results = [self._run_callback(context, spec, call) for spec in api.callbacks]
            return [v for v in results if v is not None]
        if api is not None and (api.registration is not None or api.flows):
            return []
        given = call.arguments
        decorator = len(given.positional) == 1 and not given.keywords and isinstance(given.positional[0], (Function, Derived))
        if not (decorator and context.language == "python"):
            for value in (*given.positional, *(v for _, v in given.keywords)):
                self._machine.escape(context, value, call.site, "deferred")
        return []

    def _run_callback(self, context: Context, spec: CallbackSpec, call: Invocation) -> Value | None:
        function = self.read(context, spec.function, call)
        if function is None or function is self._interner.none:
            return None
        values: list[Value] = []
        for argument in spec.arguments:
            if isinstance(argument, Port):
                values.append(self.read(context, argument, call) or self._interner.none)
            else:
                values.append(self._interner.source(argument.kind, argument.fixed_name, call.site))
        given = Arguments(tuple(values))
        if spec.phase:
            self._runner.add_root(context, function, spec.phase, spec.phase, given, None, call.site)
            return None
        result = self._machine.call(context, function, None, given, call.site, call.guards)
        return result if spec.returns else None

    def _register(self, context: Context, event: Event) -> None:
        """The handlers of a registration become roots; their parameters carry its label."""
        spec = event.api.registration
        assert spec is not None
        phase = self._registration_phase(context, event)
        for port in spec.handler:
            handler = self.ports.read(context, port, event.receiver, event.callee, event.arguments, event.site)
            for one in alternatives(handler) if handler is not None else ():
                if isinstance(one, (Function, Object, Derived)):
                    self._runner.add_root(context, one, phase, spec.kind, Arguments(), event, event.site)

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
