"""The analysis of one package: contexts on demand, until nothing changes.

In: a `Program`, a `ModelIndex`, the module tops and functions to begin with. Out: contexts with their summaries, roots, the heap;
`facts` gives them to the later layers.

A function is run for each distinct tuple of abstract arguments (its specialisations), at most MOST_CONTEXTS; beyond that all calls of
it share one context over the union of their arguments, whatever order they came in. A context is run again when something
it read from the heap, or a result it used, has changed. Budgets are counted, never timed.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from mcp_sast.dataflow.calls import Calls
from mcp_sast.dataflow.contexts import Arguments, CallEdge, Context, Event, Read, Root
from mcp_sast.dataflow.downlevel import DownLevel, Helper, helper_of
from mcp_sast.dataflow.heap import Entry, Guards, Heap, HeapObject
from mcp_sast.dataflow.interpreter import Execution
from mcp_sast.dataflow.modules import ModuleLinks
from mcp_sast.dataflow.objects import Objects
from mcp_sast.dataflow.pure_results import PureResults
from mcp_sast.dataflow.rows import MOST_ROWS, is_row
from mcp_sast.dataflow.values import (
    NOWHERE,
    Concat,
    Constant,
    Derived,
    Function,
    Interner,
    Library,
    Object,
    Site,
    Source,
    Union,
    Unknown,
    Value,
    alternatives,
    leaves,
)
from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.ir.module import FunctionIR
from mcp_sast.models.index import ModelIndex
from mcp_sast.models.schema import Language
from mcp_sast.program.program import Program

# Specialisations of a function, by the number of its registers, before its calls are analysed together.
MOST_CONTEXTS = ((60, 24), (200, 6), (10**9, 3))
MOST_RUNS = 12
MOST_FRUGAL_RUNS = 2
RUNS_BEFORE_WIDENING = 3
DEEPEST_CALLS = 250
MOST_ELEMENTS = 64
MOST_IMPORTED = 60
# Functions handed over to run later carry the phase in which they were put off: their roots have these titles.
_PUT_OFF = {"timer": "deferred"}
# Handlers that are assigned to a property, and when they run where that is not at some time later.
_ASSIGNED = {"oninitialized": "init", "excepthook": "timer", "unraisablehook": "timer"}
# Methods of classes with a library's base class that the library calls by name: routes, log handlers, threads, watchers.
_CALLED_BY_NAME = re.compile(r"do_[A-Z]+|handle|handle_request|emit|dispatch|on_\w+|run|data_received|process_message|lineReceived")
_CONSTANT_GLOBALS = {"undefined": None, "NaN": None, "__name__": "__main__", "True": True, "False": False, "None": None}


@dataclass(slots=True)
class _Specialisations:
    contexts: dict[tuple[object, ...], int] = field(default_factory=dict)
    merged: int = 0
    joined: set[tuple[object, ...]] = field(default_factory=set)


class Analysis:
    """One growing store of facts. It fulfils `machine.Machine` and `calls.Runner`."""

    def __init__(
        self, program: Program, models: ModelIndex, named_function: Callable[[str, str], str | None], shuffle: int | None = None
    ) -> None:
        self.interner = Interner()
        self.heap = Heap(self.interner)
        self.models = models
        self.program = program
        self.pure = PureResults(program, self.interner)
        self.links = ModuleLinks(program, self.heap, self.interner, models, self._run_module)
        self.objects = Objects(self, self.links)
        self.links.connect(self.read_field)
        self.calls = Calls(self, self, self.objects)
        self.contexts: dict[int, Context] = {}
        self.roots: dict[tuple[object, ...], Root] = {}
        self.limits: dict[tuple[str, str], list[str]] = {}
        self._special: dict[str, _Specialisations] = {}
        self._modules: dict[str, int] = {}
        self._dirty: dict[int, None] = {}
        self._sites: dict[str, dict[tuple[int, int], Site]] = {}
        self._kept: set[int] = set()  # contexts that run whoever calls them: roots and module tops
        self._escaped: dict[tuple[Value, str], tuple[Site, int]] = {}
        self._handed_over: set[tuple[Function, str]] = set()
        self._depth = 0
        self._named_function = named_function
        # Results do not depend on the order of demand: tests shuffle it.
        self._random = random.Random(shuffle) if shuffle is not None else None
        self._down_level = DownLevel(self)
        self._helpers: dict[str, Helper] = {}
        self._limits: set[tuple[str, str]] = set()
        self._globals: dict[str, HeapObject] = {}
        self._global_readers: dict[str, dict[int, None]] = {}
        # One context a function is enough for what nothing reaches.
        self.frugal = False
        self.importable: tuple[str, ...] = ()
        self.computed_imports: dict[Site, int] = {}

    # ------------------------------------------------------------------------------------------------------------- demands

    def run_module(self, module_id: str, phase: str, title: str) -> None:
        """Demand a module's top as a root."""
        self._run_module(module_id, 0)
        context_id = self._modules.get(module_id)
        if context_id is not None:
            site = Site(f"{module_id}#", 0, 0)
            known = self.roots.get(("module", module_id))
            if known is None or phase == "install" or known.phase == "unreached":
                self.roots[("module", module_id)] = Root(phase, title, context_id, site)

    def run_entry(self, module_id: str, function: str, phase: str, title: str) -> bool:
        """Demand a function of a module by its exported name (`main` of a console script)."""
        top = self._modules.get(module_id)
        module = self.program.module(module_id)
        if top is None or module is None:
            return False
        context = self.contexts[top]
        value = self.links.value_of(module, module_id, context)
        for part in function.split("."):
            value = self.read_field(context, value, part, Site(f"{module_id}#", 0, 0))
        found = False
        for one in alternatives(value):
            if isinstance(one, (Function, Derived, Object)):
                found = self._start(context, one, phase, title, Arguments(), None, Site(f"{module_id}#", 0, 0)) or found
        return found

    def run_by_name(self, function_id: str, phase: str, title: str) -> None:
        """Demand a function that others call by its name (a hook of a build back end), with unknown arguments."""
        unknown = Arguments((), (), (self.interner.unknown("parameter"),))
        context = self._context_for(self.interner.function(function_id, ()), None, unknown)
        self.roots[(phase, function_id)] = Root(phase, title, context.id, Site(function_id, 0, 0))
        if context.runs == 0:
            self._execute(context)

    def run_unreached(self, function_id: str) -> None:
        """Demand a function that nothing calls, with unknown arguments."""
        frames: tuple[tuple[str, int], ...] = ()
        context = self._context_for(
            self.interner.function(function_id, frames), None, Arguments((), (), (self.interner.unknown("parameter"),))
        )
        self.roots[("unreached", function_id)] = Root("unreached", function_id, context.id, Site(function_id, 0, 0))
        self._kept.add(context.id)
        if context.runs == 0:
            self._execute(context)

    def settle(self) -> None:
        """Run what is open until nothing changes; then call what was handed to unknown code, and so on."""
        while True:
            self._drain()
            if not self._call_escaped():
                break

    def _drain(self) -> None:
        """Rounds: what is open when a round begins is run once in it, so that nobody is run again before those it waits for."""
        self._collect_touched()
        while self._dirty or self.heap.doubtful:
            todo = sorted({**self._dirty, **self.heap.doubtful}, key=self._turn, reverse=True)
            self.shuffle(todo)
            for context_id in todo:
                if self._dirty.pop(context_id, 0) is None or self.heap.has_changed(context_id):
                    self._run_again(self.contexts[context_id])

    def _run_again(self, context: Context) -> None:
        if context.dead:
            return
        if context.runs - context.since >= (MOST_RUNS if not self.frugal else MOST_FRUGAL_RUNS):
            if self.frugal:
                return
            self._limit("limit-reached", context.function.id, "its inputs kept changing; the last result stands")
            return
        self._execute(context)
        self._collect_touched()

    def _turn(self, context_id: int) -> tuple[bool, int]:
        """Callees before their callers (they were opened later); contexts that stand for many calls wait until those calls are known."""
        return (not self.contexts[context_id].is_merged, context_id)

    def _collect_touched(self) -> None:
        touched, self.heap.touched = self.heap.touched, {}
        for context_id in touched:
            context = self.contexts.get(context_id)
            if context is not None and not context.dead:
                self._dirty[context_id] = None

    def _call_escaped(self) -> bool:
        """Call the functions that were handed to unknown code and that nothing has called; all of one round, whatever their order."""
        fresh: dict[tuple[Function, str], tuple[Site, int]] = {}
        escaped, self._escaped = self._escaped, {}
        for (value, phase), where in escaped.items():
            for function in self._functions_inside(value):
                key = (function, phase)
                if key not in self._handed_over and (key not in fresh or where < fresh[key]):
                    fresh[key] = where
        self._handed_over.update(fresh)
        # What is put off is called by its timer, whoever else calls it.
        todo = [(where, key) for key, where in fresh.items() if key[1] in _PUT_OFF or not self.was_called(key[0].function)]
        todo.sort(key=lambda item: (item[0], item[1][0].function, item[1][1]))
        self.shuffle(todo)
        for (site, by), (function, phase) in todo:
            unknown = Arguments((), (), (self.interner.unknown("callback"),))
            title, phase = (phase, _PUT_OFF[phase]) if phase in _PUT_OFF else ("callback", phase)
            self._start(self.contexts[by], function, phase, title, unknown, None, site)
        return bool(todo)

    def _functions_inside(self, value: Value) -> list[Function]:
        """Functions that a value holds, also as fields of the objects it holds."""
        out: list[Function] = []
        for leaf in leaves(value):
            if isinstance(leaf, Function):
                out.append(leaf)
            elif isinstance(leaf, Object) and self.heap[leaf.id].kind in ("object", "list"):
                for entry in islice(self.heap.entries(self.heap[leaf.id]), MOST_ELEMENTS):
                    out.extend(inner for inner in alternatives(entry.value) if isinstance(inner, Function))
            elif isinstance(leaf, Object):
                out.extend(self._called_by_name(leaf))
        return out

    def _called_by_name(self, value: Object) -> list[Function]:
        """Methods that a library calls of an own class (or an instance of it) that is derived from one of its own."""
        target = self.heap[value.id]
        cls = value if target.kind == "class" else target.cls if target.kind == "instance" else None
        if not isinstance(cls, Object) or not any(holder.path for holder in self.objects.class_chain_of(cls)):
            return []
        this: Value = value
        if target.kind == "class":
            made = self.heap.allocate("instance", 0, target.site, "by-library", value.id)
            made.cls = value
            this = self.interner.object(made.id)
        out: list[Function] = []
        for holder in self.objects.class_chain_of(cls):
            for name, entries in sorted(holder.named.items()):
                if _CALLED_BY_NAME.fullmatch(name):
                    found = [e.value for e in entries.values() if isinstance(e.value, Function)]
                    out.extend(self.interner.function(f.function, f.frames, this) for f in found)
        return out

    def module_context(self, module_id: str) -> Context | None:
        """The context of a module's top, if it was run."""
        found = self._modules.get(module_id)
        return self.contexts[found] if found is not None else None

    def was_called(self, function_id: str) -> bool:
        """Has the function a context?"""
        found = self._special.get(function_id)
        return found is not None and bool(found.contexts or found.merged)

    def shuffle(self, demands: list[Any]) -> None:
        """Put demands into another order, where a test asked for that."""
        if self._random is not None:
            self._random.shuffle(demands)

    # ------------------------------------------------------------------------------------------------------------ contexts

    def _run_module(self, module_id: str, by: int) -> None:
        known = self._modules.get(module_id)
        if known is None:
            module = self.program.module(module_id)
            if module is None:
                return
            context = self._new_context(module.module.top, module_id, (), None, Arguments())
            self._modules[module_id] = context.id
            self._kept.add(context.id)
            if module.module.style in ("cjs", "data"):
                self.links.commonjs_object(module_id)
            self._execute(context)
            known = context.id
        if by and by in self.contexts and by != known:
            edges = self.contexts[by].edges
            edge = CallEdge(Site(f"{module_id}#", 0, 0), known, ())
            if edge not in edges:
                edges.append(edge)

    def _new_context(
        self, function: FunctionIR, module: str, frames: tuple[tuple[str, int], ...], this: Value | None, arguments: Arguments
    ) -> Context:
        loaded = self.program.module(module)
        language: Language = "python" if loaded is not None and loaded.module.language == "python" else "javascript"
        context = Context(len(self.contexts) + 1, function, module, language, frames, this, arguments)
        self.contexts[context.id] = context
        return context

    def _context_for(
        self, function: Function, this: Value | None, arguments: Arguments, caller: Context | None = None, site: Site = NOWHERE
    ) -> Context:
        ir = self.program.function(function.function)
        arguments = replace_sites(arguments)
        special = self._special.setdefault(function.function, _Specialisations())
        key = (function.frames, this, arguments.positional, arguments.keywords, arguments.rest)
        if special.merged:
            if key not in special.joined:
                special.joined.add(key)
                return self._merge_into(special, function, this, arguments)
            return self.contexts[special.merged]
        known = special.contexts.get(key)
        if known is not None:
            return self.contexts[known]
        if caller is not None and caller.before:
            given_up = self._given_up(caller, site, function.function)
            if given_up is not None:
                return self._given_other_inputs(special, given_up, key, function, this, arguments)
        if len(special.contexts) >= self._most_contexts(ir) and not self._is_for_row(special, arguments):
            return self._collapse(special, function, ir, this, arguments)
        context = self._new_context(ir, self.program.module_of(ir.id), function.frames, this, arguments)
        special.contexts[key] = context.id
        context.key = key
        return context

    def _given_up(self, caller: Context, site: Site, function: str) -> Context | None:
        """A context that the caller's last run called here, and this run, so far, does not; nobody else does."""
        waiting = caller.before.get((site, function))
        while waiting:
            context = self.contexts[waiting.pop(0)]
            if (
                not (context.dead or context.running or context.is_merged)
                and context.id not in self._kept
                and context.since < MOST_RUNS
                and all(by in (caller.id, context.id) for by in context.dependents)
                and not any(edge.callee == context.id for edge in caller.edges)
            ):
                return context
        return None

    def _given_other_inputs(
        self, special: _Specialisations, context: Context, key: tuple[object, ...], function: Function, this: Value | None,
        arguments: Arguments,
    ) -> Context:
        """The caller's inputs have changed, and so have those of the call: it stays one context, whose objects stay the same."""
        special.contexts.pop(context.key, None)
        special.contexts[key] = context.id
        context.key, context.frames, context.this, context.arguments = key, function.frames, this, arguments
        context.since = self.heap.since[context.id] = context.runs
        context.outdated = True
        return context

    def _is_for_row(self, special: _Specialisations, arguments: Arguments) -> bool:
        """A function that is given the rows of a table one by one (it registers or wraps them) is kept apart row by row."""
        if self.frugal or len(special.contexts) >= MOST_ROWS:
            return False
        return any(is_row(self.heap, one) for one in arguments.positional[:3])

    def _most_contexts(self, ir: FunctionIR) -> int:
        """Small functions, wrappers and helpers, are kept apart call by call; for large ones that costs more than it tells."""
        if self.frugal:
            return 1
        return next(most for size, most in MOST_CONTEXTS if ir.registers <= size)

    def _collapse(
        self, special: _Specialisations, function: Function, ir: FunctionIR, this: Value | None, arguments: Arguments
    ) -> Context:
        """Too many specialisations: one context over all of them; whoever used a single one is run again."""
        merged = self._new_context(ir, self.program.module_of(ir.id), function.frames, this, arguments)
        special.merged = merged.id
        merged.is_merged = True
        for context_id in special.contexts.values():
            old = self.contexts[context_id]
            self._join_inputs(merged, old.frames, old.this, old.arguments)
            old.dead = True
            self.heap.begin(context_id)
            self._dirty.pop(context_id, None)
            for dependent in old.dependents:
                self._dirty[dependent] = None
        special.contexts.clear()
        self._limit(
            "merged-calls", function.function, "it is called in more ways than are kept apart; its calls were analysed together"
        )
        return merged

    def _merge_into(self, special: _Specialisations, function: Function, this: Value | None, arguments: Arguments) -> Context:
        merged = self.contexts[special.merged]
        if self._join_inputs(merged, function.frames, this, arguments) and merged.runs:
            self._dirty[merged.id] = None
        return merged

    def _join_inputs(self, target: Context, frames: tuple[tuple[str, int], ...], this: Value | None, arguments: Arguments) -> bool:
        before = (target.frames, target.this, target.arguments)
        union = self.interner.union
        width = max(len(target.arguments.positional), len(arguments.positional))

        def at(given: Arguments, index: int) -> list[Value]:
            return [given.positional[index]] if index < len(given.positional) else list(given.rest)

        positional = tuple(union(at(target.arguments, i) + at(arguments, i)) for i in range(width))
        names = dict.fromkeys((*dict(target.arguments.keywords), *dict(arguments.keywords)))
        mine, theirs = dict(target.arguments.keywords), dict(arguments.keywords)
        keywords = tuple((n, union([v for v in (mine.get(n), theirs.get(n)) if v is not None])) for n in names)
        rest = tuple(dict.fromkeys((*target.arguments.rest, *arguments.rest)))[:MOST_ELEMENTS]
        target.arguments = Arguments(positional, keywords, rest)
        target.this = (
            union([v for v in (target.this, this) if v is not None]) if target.this is not None or this is not None else None
        )
        target.frames = tuple(dict.fromkeys((*target.frames, *frames)))
        return before != (target.frames, target.this, target.arguments)

    def _execute(self, context: Context) -> None:
        if context.running:
            self._dirty[context.id] = None
            return
        context.running = True
        context.dead = context.outdated = False
        context.rounds = ()
        context.runs += 1
        called = {edge.callee for edge in context.edges}
        context.before = {}
        for edge in context.edges:
            context.before.setdefault((edge.site, self.contexts[edge.callee].function.id), []).append(edge.callee)
        self.heap.begin(context.id)
        context.events.clear()
        context.edges.clear()
        context.unresolved.clear()
        context.reads.clear()
        context.calls = 0
        self._depth += 1
        try:
            returned = Execution(self, context).run()
        finally:
            self._depth -= 1
            context.running = False
        self._let_go(context, called.difference(edge.callee for edge in context.edges))
        context.before = {}
        if context.runs - context.since > RUNS_BEFORE_WIDENING and context.returned is not None:
            returned = self.interner.widened(context.returned, returned)
        if returned is not context.returned:
            first = context.returned is None
            context.returned = returned
            for dependent in context.dependents:
                if not first or not self.contexts[dependent].running or dependent != context.id:
                    self._dirty[dependent] = None

    def _let_go(self, caller: Context, callees: Iterable[int]) -> None:
        """A context that nobody calls in this way any more is not run again, until somebody does; and so on with those it calls."""
        todo = [(caller.id, callee) for callee in callees]
        while todo:
            by, callee_id = todo.pop()
            callee = self.contexts[callee_id]
            callee.dependents.pop(by, None)
            if callee.dead or callee.running or callee_id in self._kept or any(d != callee_id for d in callee.dependents):
                continue
            callee.dead = True
            self.heap.begin(callee_id)
            self._dirty.pop(callee_id, None)
            todo.extend((callee_id, edge.callee) for edge in callee.edges)

    def run_function(
        self, context: Context, function: Function, this: Value | None, arguments: Arguments, site: Site, guards: Guards
    ) -> Value:
        """Call an own function: its context is run now if it never was."""
        helper = self._helper(function.function)
        if helper:
            return self._down_level.call(helper, context, arguments, site, guards)
        try:
            callee = self._context_for(function, this, self._with_receiver(function, arguments), context, site)
        except KeyError:
            return self.interner.unknown("unlowered")
        edge = CallEdge(site, callee.id, guards)
        if not context.edges or context.edges[-1] != edge:
            context.edges.append(edge)
        if (callee.runs == 0 or callee.dead or callee.outdated) and not callee.running:
            if self._depth >= DEEPEST_CALLS:
                self._dirty[callee.id] = None
            else:
                self._execute(callee)
        # Only now: who calls it for the first time need not be told of the result.
        callee.dependents[context.id] = None
        return callee.returned if callee.returned is not None else self.interner.unknown("pending")

    def _helper(self, function_id: str) -> Helper:
        """Is it a helper of a compiler?"""
        known = self._helpers.get(function_id)
        if known is None:
            try:
                ir = self.program.function(function_id)
            except KeyError:
                return ""
            module = self.program.module_of(function_id)
            text = b"" if module.endswith((".py", ".pyw")) else self.program.texts.get(module.split("!", 1)[0], b"")
            known = self._helpers[function_id] = helper_of(ir, text)
        return known

    def _with_receiver(self, function: Function, arguments: Arguments) -> Arguments:
        """Python's bound methods get their receiver as first argument."""
        if function.this is None or not self.program.module_of(function.function).endswith((".py", ".pyw")):
            return arguments
        return Arguments((function.this, *arguments.positional), arguments.keywords, arguments.rest)

    def _limit(self, code: str, function_id: str, text: str) -> None:
        if (code, function_id) not in self._limits:
            self._limits.add((code, function_id))
            self.limits.setdefault((code, text), []).append(function_id)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Caps that were hit: one diagnostic a kind of cap, with the first function and how many there are."""
        out = []
        for (code, text), functions in sorted(self.limits.items()):
            first = min(functions)
            more = f" (and {len(functions) - 1} more functions)" if len(functions) > 1 else ""
            name = f"{self.program.module_of(first)}: {self.program.name_of(first) or 'module top'}"
            out.append(Diagnostic(code, f"{name}{more}: {text}", self.program.place(first, 0, 1), "note"))
        return tuple(out)

    # --------------------------------------------------------------------------------------------------------------- roots

    def add_root(
        self, context: Context, function: Value, phase: str, title: str, arguments: Arguments, event: Event | None, site: Site
    ) -> None:
        """A function that something outside will call."""
        for one in alternatives(function):
            if isinstance(one, (Function, Object, Derived)):
                self._start(context, one, phase, title, arguments, event, site)

    def _start(
        self, context: Context, function: Value, phase: str, title: str, arguments: Arguments, event: Event | None, site: Site
    ) -> bool:
        started = False
        for one in self._functions_in(context, function):
            given = self._labelled(one, event, site) if event is not None else arguments
            try:
                callee = self._context_for(one, one.this, self._with_receiver(one, given))
            except KeyError:
                continue
            self.roots[(phase, one, site)] = Root(phase, title, callee.id, site, event, context.id)
            self._kept.add(callee.id)
            started = True
            if (callee.runs == 0 or callee.dead) and not callee.running:
                if self._depth >= DEEPEST_CALLS:
                    self._dirty[callee.id] = None
                else:
                    self._execute(callee)
        return started

    def _functions_in(self, context: Context, value: Value) -> list[Function]:
        found = [leaf for leaf in leaves(value) if isinstance(leaf, Function)]
        for leaf in leaves(value):
            if isinstance(leaf, Object) and self.heap[leaf.id].name == "partial" and self.heap[leaf.id].callee is not None:
                found.extend(f for f in leaves(self.heap[leaf.id].callee or leaf) if isinstance(f, Function))
        return found

    def _labelled(self, function: Function, event: Event, site: Site) -> Arguments:
        """Arguments of a handler: sources with the registration's label."""
        spec = event.api.registration
        assert spec is not None
        ir = self.program.function(function.function)
        where = Site(function.function, 0, 0)
        python = self.program.module_of(ir.id).endswith((".py", ".pyw"))
        params = ir.params[1:] if python and function.this is not None else ir.params
        positional: list[Value] = []
        for index, param in enumerate(params):
            if param.kind in ("rest", "kwrest", "keyword"):
                continue
            if python:
                context_like = "Context" in param.annotation or param.name in ("ctx", "context")
                positional.append(
                    self.interner.source("request-context" if context_like else spec.argument_label, param.name, where)
                )
            else:
                positional.append(self.interner.source(spec.argument_label if index == 0 else "request-context", "", where))
        keywords = tuple((p.name, self.interner.source(spec.argument_label, p.name, where)) for p in params if p.kind == "keyword")
        rest = (self.interner.source(spec.argument_label, "", where),) if any(p.kind in ("rest", "kwrest") for p in params) else ()
        return Arguments(tuple(positional), keywords, rest)

    def escape(self, context: Context, function: Value, site: Site, phase: str) -> None:
        """Handed to unknown code: called at the end, unless something has called it by then."""
        if isinstance(function, (Function, Object, Union, Derived)):
            key = (function, phase)
            known = self._escaped.get(key)
            if known is None or (site, context.id) < known:
                self._escaped[key] = (site, context.id)

    # ------------------------------------------------------------------------------------------------------------- machine

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
        return self.calls.call(context, callee, this, arguments, site, guards, new)

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
        return self.calls.call_method(context, receiver, name, arguments, site, guards, callee)

    def call_super(self, context: Context, callee: Library, arguments: Arguments, site: Site, guards: Guards) -> Value:
        """`super(...)` of a JavaScript constructor; `super()` in Python gives the receiver seen from its base classes."""
        this = (
            context.this
            if context.this is not None
            else (context.arguments.positional[0] if context.arguments.positional else None)
        )
        if context.language == "python":
            return self.interner.library("%super", this)
        for base in self._bases_of_current(context, this):
            for name in ("<fields>", "constructor"):
                for entry in self.heap.read(base, name, context.id):
                    self.call(context, entry.value, this, arguments, site, guards)
            if base.path and isinstance(this, Object):
                target = self.heap[this.id]
                target.path, target.arguments, target.keywords = base.path + "()", arguments.positional, arguments.keywords
        return this if this is not None else self.interner.none

    def _bases_of_current(self, context: Context, this: Value | None) -> list[HeapObject]:
        out: list[HeapObject] = []
        for one in alternatives(this) if this is not None else ():
            cls = self.heap[one.id].cls if isinstance(one, Object) else None
            if isinstance(one, Object) and self.heap[one.id].kind == "class":
                cls = one
            if cls is None:
                continue
            chain = self.objects.class_chain(context, cls)
            for position, holder in enumerate(chain):
                if any(
                    isinstance(e.value, Function) and e.value.function == context.function.id
                    for es in holder.named.values()
                    for e in es.values()
                ):
                    out.extend(b for b in chain[position + 1 :] if b not in out)
                    break
        return out

    def read_field(self, context: Context, base: Value, name: str, site: Site) -> Value:
        if isinstance(base, Library) and base.path == "%super":
            for holder in self._bases_of_current(context, base.receiver):
                entries = self.heap.read(holder, name, context.id)
                if entries and base.receiver is not None:
                    kind = holder.accessors.get(name, "method")
                    values = [e.value for e in entries]
                    return self.interner.union(
                        self.interner.function(v.function, v.frames, base.receiver)
                        if isinstance(v, Function) and kind != "static"
                        else v
                        for v in values
                    )
                if holder.path:
                    return self.interner.library(f"{holder.path}().{name}", base.receiver)
            return self.interner.unknown("super")
        return self.objects.read(context, base, name, site)

    def write_field(self, context: Context, base: Value, name: str, value: Value, site: Site, guards: Guards) -> None:
        self.objects.write(context, base, name, value, site, guards)

    def property_written(self, context: Context, base: Value, name: str, value: Value, site: Site, guards: Guards) -> None:
        """A handler that is assigned (`transport.onmessage = f`) is called by somebody unknown."""
        for one in alternatives(base):
            if (
                isinstance(one, Library)
                or (isinstance(one, Object) and self.heap[one.id].kind == "library")
                or isinstance(one, (Unknown, Derived))
            ):
                self.escape(context, value, site, _ASSIGNED.get(name, "deferred"))

    def read_index(self, context: Context, base: Value, key: Value, site: Site) -> Value:
        return self.objects.read_index(context, base, key, site)

    def write_index(self, context: Context, base: Value, key: Value, value: Value, site: Site, guards: Guards) -> None:
        self.objects.write_index(context, base, key, value, site, guards)

    def sites_of(self, function_id: str) -> dict[tuple[int, int], Site]:
        return self._sites.setdefault(function_id, {})

    def merge(
        self, context: Context, target: HeapObject, value: Value, site: Site, guards: Guards, excluded: tuple[str, ...] = ()
    ) -> None:
        self.calls.collections.merge(context, target, value, site, guards, excluded)

    def append_all(self, context: Context, target: HeapObject, value: Value, site: Site, guards: Guards) -> None:
        self.calls.collections.append_all(context, target, value, site, guards)

    def settled(self, context: Context, value: Value) -> Value:
        return self.calls.collections.settled(context, value)

    def allocate(self, kind: str, context: Context, site: Site, *extra: object) -> HeapObject:
        return self.heap.allocate(kind, context.id, site, *extra, *context.rounds)  # type: ignore[arg-type]

    def new_list(self, context: Context, site: Site, values: list[Value], kind: str = "list") -> Value:
        made = self.heap.allocate(kind, context.id, site, "new", *context.rounds)  # type: ignore[arg-type]
        for index, value in enumerate(values):
            self.heap.append(made, Entry(value, site, (), run=context.runs), context.id, index=index)
        return self.interner.object(made.id)

    def elements(self, context: Context, value: Value) -> list[Value]:
        out: dict[Value, None] = {}
        for one in alternatives(value):
            for element in self._elements_of(context, one):
                out[element] = None
        if len(out) > MOST_ELEMENTS and not (len(out) <= MOST_ROWS and all(is_row(self.heap, one) for one in out)):
            return [self.interner.union(out)]
        return list(out)

    def whole(self, context: Context, value: Value, site: Site) -> Value:
        """A source object used as data is all of its members: `Object.entries(process.env)`."""
        if isinstance(value, Library):
            api = self.models.find(context.language, value.path)
            if api is not None and api.source is not None and api.source.members:
                if site.function:
                    context.reads[Read(api.source.kind, "*", site)] = None
                return self.interner.source(api.source.kind, "*", site)
        return value

    def _elements_of(self, context: Context, value: Value) -> list[Value]:
        value = self.whole(context, value, Site("", 0, 0))
        if isinstance(value, Object):
            target = self.heap[value.id]
            if target.kind in ("list", "tuple", "set"):
                return list(self.heap.item_values(target, context.id))
            if target.kind == "instance":
                return self._iterated(context, value)
            if target.kind == "library":
                return [value]
            return self._mapping_elements(context, target)
        if isinstance(value, Constant):
            if isinstance(value.value, str) and len(value.value) <= MOST_ELEMENTS:
                return [self.interner.constant(c) for c in value.value]
            return [] if value.value is None else [value]
        return [value]

    def _iterated(self, context: Context, value: Object) -> list[Value]:
        for name in ("__iter__", "__aiter__"):
            method = self.read_field(context, value, name, Site("", 0, 0))
            if isinstance(method, Function):
                iterator = self.call(context, method, value, Arguments(), Site("", 0, 0), ())
                # An iterator that is an own instance (often the object itself) gives its elements by `__next__`, one knows not which.
                lists = [v for v in alternatives(iterator) if not (isinstance(v, Object) and self.heap[v.id].kind == "instance")]
                return self.elements(context, self.interner.union(lists)) if lists else []
        return []

    def _mapping_elements(self, context: Context, target: HeapObject) -> list[Value]:
        """Python iterates over keys; a JavaScript Map over pairs."""
        pairs = self.calls.collections.pairs(context, target)
        if context.language == "python":
            return [key for key, _ in pairs]
        return [
            self.new_list(context, Site(target.site.function, target.site.start, target.site.end + i + 1), [k, v], "tuple")
            for i, (k, v) in enumerate(pairs)
        ]

    def keys(self, context: Context, value: Value) -> list[Value]:
        """The keys of a for-in loop."""
        out: dict[Value, None] = {}
        for one in alternatives(value):
            if isinstance(one, Object):
                for key, _ in self.calls.collections.pairs(context, self.heap[one.id]):
                    out[key] = None
            elif isinstance(one, (Source, Derived)):
                out[one] = None
            elif isinstance(one, Library):
                out[self.interner.unknown("key")] = None
        return list(out)

    def entered(self, context: Context, value: Value, site: Site, guards: Guards) -> Value:
        """The value of a `with` block."""
        results: list[Value] = []
        for one in alternatives(value):
            if isinstance(one, Object):
                target = self.heap[one.id]
                if target.name == "generator":
                    results.extend(e.value for e in self.heap.items(target, context.id))
                    continue
                if target.kind == "instance":
                    method = self.interner.none
                    for name in ("__enter__", "__aenter__"):
                        found = self.read_field(context, one, name, site)
                        if isinstance(found, Function):
                            results.append(self.call(context, found, one, Arguments(), site, guards))
                            method = found  # type: ignore[assignment]
                    if method is not self.interner.none:
                        continue
            results.append(one)
        return self.interner.union(results) if results else value

    # ------------------------------------------------------------------------------------------------------------- globals

    def global_value(self, context: Context, name: str, site: Site) -> Value:
        """An ambient name: what the program set it to, CommonJS's own names, else the platform's."""
        known = self._globals.get(name)
        if known is not None:
            value = self.heap.read_value(known, name, context.id)
            if value is not None:
                is_platform = self.models.leads_somewhere(context.language, name)  # replaced: the original may have been kept
                return self.interner.union((value, self.objects.library(context, name, None))) if is_platform else value
        self._global_readers.setdefault(name, {})[context.id] = None
        if name in _CONSTANT_GLOBALS:
            return self.interner.constant(_CONSTANT_GLOBALS[name])
        if context.language == "javascript" and name in ("module", "exports"):
            holder = self.links.commonjs_object(context.module)
            if name == "module":
                return self.interner.object(holder.id)
            return self.heap.read_value(holder, "exports", context.id) or self.interner.none
        if context.language == "python":
            starred = self._starred(context, name, site)
            if starred is not None:
                return starred
        return self.objects.library(context, name, None)

    def _starred(self, context: Context, name: str, site: Site) -> Value | None:
        holder = self.links.module_object(context.module)
        for entry in self.heap.read(holder, "import *", context.id):
            for one in alternatives(entry.value):
                if isinstance(one, Object):
                    found = self.read_field(context, one, name, site)
                    if not isinstance(found, Unknown):
                        return found
                elif isinstance(one, Library) and self.models.leads_somewhere("python", f"{one.path}.{name}"):
                    return self.interner.library(f"{one.path}.{name}")
        return None

    def set_global(self, context: Context, name: str, value: Value, site: Site, guards: Guards) -> None:
        """`x = …` of a name that no scope binds; in CommonJS `exports = …` has no effect outside."""
        if name in ("exports", "module"):
            return
        holder = self._globals.get(name)
        if holder is None:
            holder = self._globals[name] = self.heap.allocate("object", 0, Site(name, 0, 0), "global")
            self.heap.touched.update(self._global_readers.get(name, {}))
        self.heap.write(holder, name, Entry(value, site, guards, False, name, context.runs), context.id)

    def functions_named(self, language: str, name: str) -> tuple[Function, ...]:
        """Own functions that a method call on an unknown receiver can mean: only if one has that name."""
        if len(name) < 4:
            return ()
        found = self._named_function(language, name)
        if found is None or (not self.was_called(found) and self.program.function(found).kind != "method"):
            return ()
        return (self.interner.function(found, ()),)

    def import_computed(self, context: Context, specifier: Value, site: Site) -> list[Value]:
        """An import of a computed name reaches every file of the package that its known prefix and suffix allow."""
        parts = specifier.parts if isinstance(specifier, Concat) else (specifier,)
        first, last = parts[0], parts[-1]
        prefix = first.value.lstrip("./") if isinstance(first, Constant) and isinstance(first.value, str) else ""
        suffix = last.value if isinstance(last, Constant) and isinstance(last.value, str) and len(parts) > 1 else ""
        python = context.language == "python"
        found = []
        for path in sorted(self.importable):
            name = path.rsplit(".", 1)[0].replace("/", ".") if python else path
            if path != context.module and (prefix in name) and (python or not suffix or path.endswith(suffix)):
                found.append(path)
        self.computed_imports[site] = len(found)
        values = []
        for path in found[:MOST_IMPORTED]:
            module = self.program.module(path)
            if module is not None and (module.module.language == "python") == python:
                self._run_module(path, context.id)
                values.append(self.links.value_of(module, path, context))
        return values

    def import_library_module(self, context: Context, specifier: str, site: Site) -> Value:
        style = "python" if context.language == "python" else "cjs"
        return self.links.import_value(context, specifier, None, style, site)


def replace_sites(arguments: Arguments) -> Arguments:
    """Arguments without the places they stand at: these do not make a specialisation of their own."""
    return Arguments(arguments.positional, arguments.keywords, arguments.rest) if arguments.sites else arguments


def allow_deep_recursion() -> None:
    """The interpreter recurses over nested blocks and calls; both are capped (2,000 levels of syntax, DEEPEST_CALLS calls), far below
    this limit. Frames of pure Python calls use no C stack."""
    if sys.getrecursionlimit() < 60_000:
        sys.setrecursionlimit(60_000)
