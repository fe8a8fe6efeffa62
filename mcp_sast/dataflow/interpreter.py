"""Interprets the body of one function in one context.

In: a `FunctionIR`, the values it is called with. Out: in the context its summary (what it returns, library calls, edges to other
functions), and writes to the heap.

Locals are flow-sensitive (an environment that branches split and join), the heap is not. Each branch is run under the guard of its
condition; a branch that leaves (return, throw, break) puts the opposite guard on what follows it.

    if (n % 7 === 0) m.bcc = X        write m.bcc = X under ((n % 7 === 0) holds)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mcp_sast.dataflow.contexts import Arguments, Context
from mcp_sast.dataflow.heap import Entry, Guard, Guards, HeapKind, HeapObject
from mcp_sast.dataflow.machine import Workshop
from mcp_sast.dataflow.provenance import LONGEST_TEXT, Fold, united, with_step
from mcp_sast.dataflow.rows import MOST_ROWS, is_row
from mcp_sast.dataflow.values import Constant, Function, Library, Object, Site, Source, Union, Unknown, Value, alternatives
from mcp_sast.evaluation.operations import NOT_FOLDED, fold_operator, truth
from mcp_sast.ir import ops
from mcp_sast.ir.module import FunctionIR

_MOST_UNROLLED = 12
_LONGEST_SPREAD = 400
_NO_TEXT = (".node", ".wasm", ".jsc")
_PATH = "pathlib.Path()"
_MOST_GUARDS = 12
# Loops nested deeper are run once a round: else the work doubles with each level.
DEEPEST_REPEATED_LOOP = 2
_TESTS = frozenset({"eq", "ne", "lt", "le", "gt", "ge", "in", "instanceof", "not", "is_undefined", "is_none", "match", "truthy"})


_NO_ARGUMENTS = Arguments()
# What is no text.
_NEVER_COMPUTED = frozenset({Object, Function, Library, Source})


class Execution:
    """One run of one function body. `machine` is the analysis."""

    def __init__(self, machine: Workshop, context: Context) -> None:
        self._machine = machine
        self._interner = machine.interner
        self._heap = machine.heap
        self._context = context
        self._function: FunctionIR = context.function
        self._sites = machine.sites_of(context.function.id)
        self._registers: list[Value | None] = [None] * context.function.registers
        self._accessed: dict[int, str] = {}
        self._environment: dict[str, Value] = {}
        self._log: list[tuple[str, Value | None]] = []
        self._guards: Guards = ()
        self._returned: list[Value] = []
        self._generator: HeapObject | None = None
        self._loops = 0
        self._module: HeapObject | None = machine.links.module_object(context.module) if context.function.kind == "module" else None
        self._frame: HeapObject | None = self._own_frame()
        self._frames = (
            context.frames
            if self._frame is None or self._module is not None
            else (*context.frames, (context.function.id, self._frame.id))
        )

    def _own_frame(self) -> HeapObject | None:
        if self._function.kind == "module":
            return self._module  # its block-scoped and class-body variables have names that no module variable can have
        if not self._function.nested:
            return None
        return self._heap.allocate("frame", self._context.id, Site(self._function.id, 0, 0))

    # ----------------------------------------------------------------------------------------------------------------- run

    def run(self) -> Value:
        """Run the body; the value it returns."""
        self._bind_parameters()
        self._block(self._function.body)
        if self._generator is not None:
            if self._returned:
                self._write(self._generator, "%return", self._interner.union(self._returned), Site(self._function.id, 0, 0))
            return self._interner.object(self._generator.id)
        if self._function.kind in ("arrow", "lambda") or self._returned:
            return self._interner.union(self._returned) if self._returned else self._interner.none
        return self._interner.none

    def _bind_parameters(self) -> None:
        arguments, context = self._context.arguments, self._context
        positional, keywords = list(arguments.positional), dict(arguments.keywords)
        if self._frame is not None and context.this is not None:
            self._heap.write(
                self._frame, "%this", Entry(context.this, Site(self._function.id, 0, 0), (), run=context.runs), context.id
            )
        for param in self._function.params:
            if param.kind == "rest":
                value = self._rest_list(positional, arguments)
                positional = []
            elif param.kind == "kwrest":
                value = self._keyword_object(keywords, arguments)
            elif param.kind == "positional" and positional:
                value = positional.pop(0)
            elif param.name in keywords:
                value = keywords.pop(param.name)
            elif arguments.rest:
                value = self._interner.union(arguments.rest)
            else:
                value = self._interner.none
            self._assign(param.name, value, Site(self._function.id, *param.span))

    def _rest_list(self, values: list[Value], arguments: Arguments) -> Value:
        made = self._heap.allocate("list", self._context.id, Site(self._function.id, 0, 0), "rest")
        for index, value in enumerate(values):
            self._heap.append(made, Entry(value, made.site, (), run=self._context.runs), self._context.id, index=index)
        for index, value in enumerate(arguments.rest):
            self._heap.append(
                made, Entry(value, made.site, (), run=self._context.runs), self._context.id, index=1000 + index, ordered=False
            )
        return self._interner.object(made.id)

    def _keyword_object(self, keywords: dict[str, Value], arguments: Arguments) -> Value:
        made = self._heap.allocate("object", self._context.id, Site(self._function.id, 0, 0), "kwrest")
        named = {p.name for p in self._function.params}
        for name, value in keywords.items():
            if name not in named:
                self._heap.write(made, name, Entry(value, made.site, (), label=name, run=self._context.runs), self._context.id)
        for value in arguments.rest:
            self._heap.write_unnamed(made, value, Entry(value, made.site, (), run=self._context.runs), self._context.id)
        return self._interner.object(made.id)

    def _site(self, span: ops.Span) -> Site:
        found = self._sites.get(span)
        if found is None:
            found = self._sites[span] = Site(self._function.id, span[0], span[1])
        return found

    def _get(self, register: int) -> Value:
        value = self._registers[register]
        return value if value is not None else self._interner.unknown("undefined-register")

    def _block(self, block: tuple[Any, ...]) -> str | None:
        """Run the instructions; how the block leaves ("return", "break", "continue"), None if it falls through."""
        outer = self._guards
        left: str | None = None
        steps = _STEPS
        for instruction in block:
            left = steps[type(instruction)](self, instruction)
            if left is not None:
                break
        self._guards = outer
        return left

    # ------------------------------------------------------------------------------------------------------------ variables

    def _assign(self, name: str, value: Value, site: Site) -> None:
        self._log.append((name, self._environment.get(name)))
        self._environment[name] = value
        if self._frame is not None:
            self._heap.write(self._frame, name, Entry(value, site, self._guards, False, name, self._context.runs), self._context.id)

    def _load(self, i: ops.Load) -> None:
        value = self._variable(i.var, i.span)
        self._registers[i.dst] = self._computed(i.dst, value, self._site(i.span)) if i.var.kind != "global" else value

    def _variable(self, var: ops.Var, span: ops.Span) -> Value:
        kind, name = var.kind, var.name
        if kind == "local":
            return self._local(name)
        if kind == "outer":
            return self._outer(var.owner, name)
        if kind == "module":
            return self._module_variable(name)
        if kind == "this":
            return self._this(var.owner)
        if kind == "super":
            return self._interner.library("%super", self._this(var.owner))
        if kind == "arguments":
            return self._arguments_object()
        return self._machine.global_value(self._context, name, self._site(span))

    def _local(self, name: str) -> Value:
        value = self._environment.get(name)
        if self._frame is not None:
            foreign = self._written_elsewhere(self._frame, name)
            if foreign:
                return self._interner.union([*([value] if value is not None else []), *foreign])
        return value if value is not None else self._interner.none

    def _written_elsewhere(self, holder: HeapObject, name: str) -> list[Value]:
        """What others wrote to a variable meanwhile: closures."""
        here = self._context.id
        if holder.writers.get(name, here) == here:
            return []
        self._heap.read_value(holder, name, here)
        return [entry.value for (writer, _), entry in holder.named[name].items() if writer != here]

    def _outer(self, owner: str, name: str) -> Value:
        values = [self._heap.read_value(holder, name, self._context.id) for holder in self._holders(owner)]
        known = [v for v in values if v is not None]
        return self._interner.union(known) if known else self._interner.unknown("uninitialised")

    def _holders(self, owner: str) -> list[HeapObject]:
        """The activations of an enclosing function that this closure may belong to."""
        if owner.endswith("#"):
            return [self._machine.links.module_object(owner[:-1])]
        return [self._heap[heap_id] for function, heap_id in self._context.frames if function == owner]

    def _module_variable(self, name: str) -> Value:
        if self._module is not None and name in self._environment:
            value = self._environment[name]
            foreign = self._written_elsewhere(self._module, name)
            return self._interner.union([value, *foreign]) if foreign else value
        holder = self._module or self._machine.links.module_object(self._context.module)
        joined = self._heap.read_value(holder, name, self._context.id)
        return joined if joined is not None else self._interner.unknown("uninitialised")

    def _this(self, owner: str) -> Value:
        if owner in ("", self._function.id):
            return self._context.this or self._interner.unknown("this")
        if owner.endswith("#"):
            return self._interner.unknown("this")
        return self._outer(owner, "%this")

    def _write(self, holder: HeapObject, name: str, value: Value, site: Site) -> None:
        self._heap.write(holder, name, Entry(value, site, self._guards, False, name, self._context.runs), self._context.id)

    def _arguments_object(self) -> Value:
        return self._rest_list(list(self._context.arguments.positional), self._context.arguments)

    def _store(self, i: ops.Store) -> None:
        value, site = self._get(i.src), self._site(i.span)
        kind = i.var.kind
        if kind == "local":
            self._assign(i.var.name, value, site)
        elif kind == "outer":
            for holder in self._holders(i.var.owner):
                self._write(holder, i.var.name, value, site)
        elif kind == "module":
            if self._module is not None:
                self._log.append((i.var.name, self._environment.get(i.var.name)))
                self._environment[i.var.name] = value
            self._write(self._module or self._machine.links.module_object(self._context.module), i.var.name, value, site)
        elif kind == "global":
            self._machine.set_global(self._context, i.var.name, value, site, self._guards)

    # ------------------------------------------------------------------------------------------------------------- straight

    def _const(self, i: ops.Const) -> None:
        self._registers[i.dst] = self._interner.constant(i.value)

    def _field(self, i: ops.GetField) -> None:
        self._accessed[i.dst] = i.name
        value = self._machine.read_field(self._context, self._get(i.base), i.name, self._site(i.span))
        self._registers[i.dst] = self._computed(i.dst, value, self._site(i.span))

    def _index(self, i: ops.GetIndex) -> None:
        key = self._get(i.key)
        if isinstance(key, Constant) and isinstance(key.value, str):
            self._accessed[i.dst] = key.value
        value = self._machine.read_index(self._context, self._get(i.base), key, self._site(i.span))
        self._registers[i.dst] = self._computed(i.dst, value, self._site(i.span))

    def _set_field(self, i: ops.SetField) -> None:
        base = self._get(i.base)
        self._machine.write_field(self._context, base, i.name, self._get(i.src), self._site(i.span), self._guards)
        self._machine.property_written(self._context, base, i.name, self._get(i.src), self._site(i.span), self._guards)

    def _set_index(self, i: ops.SetIndex) -> None:
        self._machine.write_index(
            self._context, self._get(i.base), self._get(i.key), self._get(i.src), self._site(i.span), self._guards
        )

    def _delete(self, i: ops.Delete) -> None:
        return None

    def _allocate(self, kind: HeapKind, span: ops.Span, *extra: object) -> HeapObject:
        return self._heap.allocate(kind, self._context.id, self._site(span), *extra, *self._context.rounds)

    def _make_object(self, i: ops.MakeObject) -> None:
        made = self._allocate("object", i.span, "literal")
        last_spread = max((n for n, e in enumerate(i.entries) if e.kind == "spread"), default=-1)
        overridden = (
            tuple(e.name for n, e in enumerate(i.entries) if e.kind == "field" and n > last_spread) if last_spread >= 0 else ()
        )
        for entry in i.entries:
            self._object_entry(made, entry, overridden)
        self._registers[i.dst] = self._interner.object(made.id)

    def _object_entry(self, made: HeapObject, entry: ops.Entry, overridden: tuple[str, ...]) -> None:
        value, site, run = self._get(entry.value), self._site(entry.span), self._context.runs
        if entry.kind == "spread":
            self._machine.merge(self._context, made, value, site, self._guards, overridden)
        elif entry.kind == "computed" and entry.key is not None:
            key = self._get(entry.key)
            for one in alternatives(key):
                if isinstance(one, Constant) and isinstance(one.value, str):
                    self._heap.write(made, one.value, Entry(value, site, self._guards, False, one.value, run), self._context.id)
                else:
                    self._heap.write_unnamed(made, one, Entry(value, site, self._guards, False, "", run), self._context.id)
        else:
            if entry.kind == "getter":
                made.accessors[entry.name] = "property"
            name = f"set {entry.name}" if entry.kind == "setter" else entry.name
            self._heap.write(
                made, name, Entry(value, site, self._guards, isinstance(value, Constant), entry.name, run), self._context.id
            )

    def _make_list(self, i: ops.MakeList) -> None:
        made = self._allocate(i.kind, i.span, "literal")
        constant = all(isinstance(self._get(e.value), Constant) and not e.spread for e in i.elements)
        for index, element in enumerate(i.elements):
            value, site = self._get(element.value), self._site(element.span)
            if element.spread and isinstance(value, Constant) and isinstance(value.value, str) and made.ordered:
                for offset, character in enumerate(value.value[:_LONGEST_SPREAD]):
                    one = Entry(self._interner.constant(character, value.history), site, self._guards, False, "", self._context.runs)
                    self._heap.append(made, one, self._context.id, index=1000 * (index + 1) + offset)
            elif element.spread:
                self._machine.append_all(self._context, made, value, site, self._guards)
            else:
                self._heap.append(
                    made, Entry(value, site, self._guards, constant, "", self._context.runs), self._context.id, index=index
                )
        self._registers[i.dst] = self._interner.object(made.id)

    def _append(self, i: ops.Append) -> None:
        base = self._get(i.base)
        if isinstance(base, Object):
            site = self._site(i.span)
            made = self._heap[base.id]
            made.ordered = False
            self._appended = getattr(self, "_appended", 0) + 1
            self._heap.append(
                made,
                Entry(self._get(i.src), site, self._guards, False, "", self._context.runs),
                self._context.id,
                index=self._appended,
                ordered=False,
            )

    def _make_function(self, i: ops.MakeFunction) -> None:
        self._registers[i.dst] = self._interner.function(i.function, self._frames)

    def _make_class(self, i: ops.MakeClass) -> None:
        made = self._heap.allocate("class", self._context.id, self._site(i.span), i.name)
        made.name = i.name
        bases = tuple(self._get(b) for b in i.bases)
        made.bases = bases
        for base in bases:
            for one in alternatives(base):
                if isinstance(one, Library):
                    made.path = one.path
        for member in i.members:
            if member.kind == "setter":
                self._heap.write(
                    made,
                    f"set {member.name}",
                    Entry(self._get(member.value), self._site(member.span), (), run=self._context.runs),
                    self._context.id,
                )
                continue
            made.accessors[member.name] = member.kind
            self._heap.write(
                made,
                member.name,
                Entry(self._get(member.value), self._site(member.span), (), False, member.name, self._context.runs),
                self._context.id,
            )
        self._registers[i.dst] = self._interner.object(made.id)

    def _call(self, i: ops.Call) -> None:
        arguments = self._arguments(i)
        site = self._site(i.span)
        name = self._accessed.get(i.callee)
        callee = self._get(i.callee)
        if i.receiver is not None and name is not None and not i.new:
            receiver = self._get(i.receiver)
            if isinstance(receiver, Library) and receiver.path == "%super":
                value = self._machine.call(self._context, callee, self._context.this, arguments, site, self._guards)
            else:
                value = self._machine.call_method(self._context, receiver, name, arguments, site, self._guards, callee)
        elif isinstance(callee, Library) and callee.path in ("%super", "super"):
            value = self._machine.call_super(self._context, callee, arguments, site, self._guards)
        else:
            this = self._get(i.receiver) if i.receiver is not None else None
            value = self._machine.call(self._context, callee, this, arguments, site, self._guards, i.new)
        self._registers[i.dst] = self._computed(i.dst, value, site, True)

    def _computed(self, register: int, value: Value, site: Site, called: bool = False) -> Value:
        """The constant that pure code computes there, where the value is none."""
        if type(value) in _NEVER_COMPUTED or (type(value) is Constant and value.value != "" and not value.history):
            return value
        return self._machine.pure.instead_of(value, self._context, register, site, called)

    def _arguments(self, i: ops.Call) -> Arguments:
        positional: list[Value] = []
        rest: list[Value] = []
        sites: list[Site] = []
        if not i.args and not i.keywords:
            return _NO_ARGUMENTS
        for argument in i.args:
            value = self._get(argument.value)
            if not argument.spread:
                (rest if rest else positional).append(value)
                sites.append(self._site(argument.span))
                continue
            known = self._known_elements(value)
            if known is None or rest:
                rest.extend(self._machine.elements(self._context, value))
            else:
                positional.extend(known)
                sites.extend(self._site(argument.span) for _ in known)
        if not i.keywords and not rest:
            return Arguments(tuple(positional), (), (), tuple(sites))
        keywords: list[tuple[str, Value]] = []
        for keyword in i.keywords:
            value = self._get(keyword.value)
            if keyword.name is not None:
                keywords.append((keyword.name, value))
            else:
                keywords.extend(self._spread_keywords(value, rest))
        return Arguments(tuple(positional), tuple(dict(keywords).items()), tuple(dict.fromkeys(rest)), tuple(sites))

    def _known_elements(self, value: Value) -> list[Value] | None:
        if isinstance(value, Object):
            target = self._heap[value.id]
            if target.kind in ("list", "tuple") and target.ordered:
                return list(self._heap.item_values(target, self._context.id))
        return None

    def _spread_keywords(self, value: Value, rest: list[Value]) -> list[tuple[str, Value]]:
        out: list[tuple[str, Value]] = []
        for one in alternatives(value):
            if isinstance(one, Object):
                target = self._heap[one.id]
                self._heap.read_all(target, self._context.id)
                out.extend(
                    (name, self._interner.union(e.value for e in entries.values())) for name, entries in target.named.items()
                )
                rest.extend(e.value for e in target.unnamed.values())
            elif not isinstance(one, (Constant, Unknown)):
                rest.append(one)
        return out

    def _pure(self, i: ops.Pure) -> None:
        values = [self._get(r) for r in i.args]
        site = self._site(i.span)
        self._registers[i.dst] = self._computed(i.dst, self._operation(i.op, values, site), site)

    def _operation(self, operation: str, values: list[Value], site: Site) -> Value:
        if all(isinstance(v, Constant) for v in values) and operation != "concat":
            folded = fold_operator(operation, [v.value for v in values])  # type: ignore[attr-defined]
            if folded is not NOT_FOLDED:
                if operation == "add" and isinstance(folded, str):
                    return self._interner.concat(values)
                return self._interner.constant(folded, united(v.history for v in values if isinstance(v, Constant)))
        if operation == "concat":
            return self._concatenated(values, site)
        if operation == "add":
            return self._sum(values, site)
        if operation == "bitor" and all(isinstance(v, Object) for v in values):
            return self._merged(values, site)
        if operation == "mul" and isinstance(values[0], Object):
            return values[0]
        if operation == "div" and (joined := self._joined_path(values, site)) is not None:
            return joined
        if operation == "is_undefined" and isinstance(values[0], (Object, Function, Library)):
            return self._interner.constant(False)
        if operation == "format" or (operation == "mod" and isinstance(values[0], Constant) and isinstance(values[0].value, str)):
            return self._percent(values, site)
        if operation in ("regex", "typeof", "void"):
            return self._interner.unknown(operation)
        if operation in _TESTS:
            return self._interner.derived(operation, values, site)
        return self._interner.derived(operation, values, site)

    def _concatenated(self, values: list[Value], site: Site) -> Value:
        """One string for each choice of a small union, else one with holes."""
        choices = [v for v in values if isinstance(v, Union)]
        if len(choices) == 1 and len(choices[0].alternatives) <= 6:
            before = values[values.index(choices[0]) - 1] if values[0] is not choices[0] else None
            authority = isinstance(before, Constant) and isinstance(before.value, str) and before.value.endswith("//")
            # `https://${host || ""}/x`: without a host it is no address.
            ones = [v for v in choices[0].alternatives if not (authority and isinstance(v, Constant) and not v.value)]
            return self._interner.union(self._interner.concat(one if v is choices[0] else v for v in values) for one in ones)
        return self._interner.concat(values)

    def _sum(self, values: list[Value], site: Site) -> Value:
        left, right = values
        lists = [v for v in values if isinstance(v, Object) and self._heap[v.id].kind in ("list", "tuple", "set")]
        if lists:
            made = self._heap.allocate("list", self._context.id, site, "sum")
            self._machine.append_all(self._context, made, left, site, self._guards)
            self._machine.append_all(self._context, made, right, site, self._guards)
            return self._interner.object(made.id)
        numbers = [v for v in values if isinstance(v, Constant) and isinstance(v.value, (int, float))]
        if numbers:
            return self._interner.derived("add", values, site)
        return self._concatenated(values, site)

    def _joined_path(self, values: list[Value], site: Site) -> Value | None:
        """`folder / name` of Python's paths is a path made of both."""
        if self._context.language != "python" or not any(self._is_path(one) for one in alternatives(values[0])):
            return None
        made = self._heap.allocate("library", self._context.id, site, "path", *values)
        made.path, made.arguments = _PATH, tuple(values)
        return self._interner.object(made.id)

    def _is_path(self, value: Value) -> bool:
        if isinstance(value, Object):
            return self._heap[value.id].path == _PATH
        return isinstance(value, Library) and value.path.startswith(_PATH)

    def _merged(self, values: list[Value], site: Site) -> Value:
        made = self._heap.allocate("object", self._context.id, site, "merged")
        for value in values:
            self._machine.merge(self._context, made, value, site, self._guards)
        return self._interner.object(made.id)

    def _percent(self, values: list[Value], site: Site) -> Value:
        template = values[0]
        if not (isinstance(template, Constant) and isinstance(template.value, str)) or len(values) < 2:
            return self._interner.derived("format", values, site)
        fillers = self._known_elements(values[1]) or [values[1]]
        parts: list[Value] = []
        for index, piece in enumerate(template.value.split("%s")):
            if index:
                parts.append(fillers[index - 1] if index - 1 < len(fillers) else self._interner.unknown("format"))
            parts.append(self._interner.constant(piece))
        return self._interner.concat(parts)

    def _object_rest(self, i: ops.ObjectRest) -> None:
        base = self._get(i.base)
        if isinstance(base, (Object, Union)):
            made = self._allocate("object", i.span, "rest")
            self._machine.merge(self._context, made, base, self._site(i.span), self._guards, i.excluded)
            self._registers[i.dst] = self._interner.object(made.id)
        else:
            self._registers[i.dst] = base

    def _slice(self, i: ops.Slice) -> None:
        base = self._get(i.base)
        bounds = [self._get(r) if r is not None else self._interner.none for r in (i.start, i.stop, i.step)]
        cut = _slice_of(bounds)
        if isinstance(base, Constant) and isinstance(base.value, (str, bytes)) and cut is not None:
            text, history = base.value[cut], base.history
            if cut.step == -1 and isinstance(text, str):
                history = with_step(history, Fold("reversed", self._site(i.span), text[:LONGEST_TEXT]))
            self._registers[i.dst] = self._interner.constant(text, history)
        elif isinstance(base, Object) and self._heap[base.id].kind in ("list", "tuple", "set"):
            self._registers[i.dst] = self._sliced_list(base, cut, i)
        else:
            self._registers[i.dst] = base

    def _sliced_list(self, base: Object, cut: slice | None, i: ops.Slice) -> Value:
        source = self._heap[base.id]
        entries = self._heap.items(source, self._context.id)
        made = self._allocate("list", i.span, "slice")
        chosen = entries[cut] if cut is not None and source.ordered else entries
        made.ordered = source.ordered and cut is not None
        for index, entry in enumerate(chosen):
            self._heap.append(
                made,
                Entry(entry.value, entry.site, entry.guards, entry.literal, entry.label, self._context.runs),
                self._context.id,
                index=index,
                ordered=made.ordered,
            )
        return self._interner.object(made.id)

    def _import(self, i: ops.Import) -> None:
        if i.style != "python" and i.specifier.lower().endswith(_NO_TEXT):  # loading what is no text is a call that rules ask about
            given = Arguments((self._interner.constant(i.specifier),))
            self._machine.call(self._context, self._interner.library("require"), None, given, self._site(i.span), self._guards)
        value = self._machine.links.import_value(self._context, i.specifier, i.name, i.style, self._site(i.span))
        self._registers[i.dst] = value
        if i.name == "*" and i.style == "python":
            holder = self._machine.links.module_object(self._context.module)
            self._heap.write(holder, "import *", Entry(value, self._site(i.span), (), run=self._context.runs), self._context.id)

    def _await(self, i: ops.Await) -> None:
        self._registers[i.dst] = self._machine.settled(self._context, self._get(i.src))

    def _yield(self, i: ops.Yield) -> None:
        if self._generator is None:
            self._generator = self._heap.allocate("list", self._context.id, Site(self._function.id, 0, 0), "generator")
            self._generator.ordered = False
            self._generator.name = "generator"
        if i.src is not None:
            value, site = self._get(i.src), self._site(i.span)
            if i.delegate:
                self._machine.append_all(self._context, self._generator, value, site, self._guards)
            else:
                self._heap.append(
                    self._generator, Entry(value, site, self._guards, run=self._context.runs), self._context.id, ordered=False
                )
        # A generator that a compiler made of an async function gets back what it yields; others hardly use what they are sent.
        if self._context.language == "javascript" and i.src is not None:
            self._registers[i.dst] = self._machine.settled(self._context, self._get(i.src))
        else:
            self._registers[i.dst] = self._interner.unknown("sent")

    def _enter(self, i: ops.Enter) -> None:
        self._registers[i.dst] = self._machine.entered(self._context, self._get(i.src), self._site(i.span), self._guards)

    def _exit(self, i: ops.Exit) -> None:
        return None

    def _opaque(self, i: ops.Opaque) -> None:
        self._registers[i.dst] = self._interner.derived("opaque", [self._get(r) for r in i.operands], self._site(i.span))

    def _phi(self, i: ops.Phi) -> None:
        values = [v for r in i.sources if (v := self._registers[r]) is not None]
        self._registers[i.dst] = self._interner.union(values) if values else self._interner.none

    # --------------------------------------------------------------------------------------------------------- control flow

    def _with_guard(self, condition: Value, holds: bool, span: ops.Span) -> None:
        if len(self._guards) < _MOST_GUARDS:
            self._guards = (*self._guards, Guard(condition, holds, self._site(span)))

    def _branch(self, block: tuple[Any, ...]) -> tuple[str | None, dict[str, Value]]:
        """Run a block; how it left and the variables it changed. The environment is put back."""
        outer_log, self._log = self._log, []
        left = self._block(block)
        changed: dict[str, Value] = {}
        for name, _ in self._log:
            changed[name] = self._environment[name]
        for name, old in reversed(self._log):
            if old is None:
                self._environment.pop(name, None)
            else:
                self._environment[name] = old
        self._log = outer_log
        return left, changed

    def _adopt(self, outcomes: list[dict[str, Value]]) -> None:
        """Join what branches changed; a branch that did not change a variable contributes its old value."""
        names = dict.fromkeys(name for outcome in outcomes for name in outcome)
        for name in names:
            old = self._environment.get(name)
            values = [outcome.get(name, old) for outcome in outcomes]
            known = [v for v in values if v is not None]
            self._log.append((name, old))
            self._environment[name] = self._interner.union(known) if known else self._interner.none

    def _if(self, i: ops.If) -> str | None:
        condition = self._get(i.condition)
        if isinstance(condition, Constant) and condition.value is not None:
            return self._decided(i, truth(condition.value))
        before = self._guards
        self._with_guard(condition, True, i.span)
        then_left, then_changed = self._branch(i.then)
        self._guards = before
        self._with_guard(condition, False, i.span)
        else_left, else_changed = self._branch(i.orelse)
        self._guards = before
        outcomes = [changed for left, changed in ((then_left, then_changed), (else_left, else_changed)) if left is None]
        if not outcomes:
            return then_left
        self._adopt(outcomes)
        if then_left is not None:
            self._with_guard(condition, False, i.span)
        elif else_left is not None:
            self._with_guard(condition, True, i.span)
        return None

    def _decided(self, i: ops.If, taken: bool) -> str | None:
        left, changed = self._branch(i.then if taken else i.orelse)
        if left is None:
            self._adopt([changed])
        return left

    def _switch(self, i: ops.Switch) -> str | None:
        subject = self._get(i.subject)
        outcomes: list[dict[str, Value]] = []
        falling: dict[str, Value] | None = None
        lefts: list[str | None] = []
        before = self._guards
        has_default = False
        for case in i.cases:
            self._block(case.test)
            has_default = has_default or case.value is None
            if case.value is not None:
                test = self._operation("eq", [subject, self._get(case.value)], self._site(case.span))
                if isinstance(test, Constant) and test.value is False and falling is None:
                    continue
                self._with_guard(test, True, case.span)
            mark = len(self._log)
            if falling is not None:
                self._adopt([falling, {}])
            left, changed = self._branch(case.body)
            if falling is not None:
                changed = {**falling, **changed}
                self._undo(mark)
            self._guards = before
            lefts.append(left)
            falling = changed if left is None else None
            if left in (None, "break"):
                outcomes.append(changed)
        if not has_default:
            outcomes.append({})
        if outcomes:
            self._adopt(outcomes)
            return None
        return lefts[-1] if lefts else None

    def _undo(self, mark: int) -> None:
        while len(self._log) > mark:
            name, old = self._log.pop()
            if old is None:
                self._environment.pop(name, None)
            else:
                self._environment[name] = old

    def _loop(self, i: ops.Loop) -> str | None:
        self._loops += 1
        if i.kind == "while":
            self._while(i)
        else:
            self._for_each(i)
        self._loops -= 1
        self._block(i.orelse)
        return None

    def _while(self, i: ops.Loop) -> None:
        for _ in range(2 if self._loops <= DEEPEST_REPEATED_LOOP else 1):
            self._block(i.test)
            condition = self._get(i.condition) if i.condition is not None else None
            if isinstance(condition, Constant) and condition.value is False:
                return
            before = self._guards
            if condition is not None:
                self._with_guard(condition, True, i.span)
            left, changed = self._branch((*i.body, *i.update))
            self._guards = before
            self._adopt([changed, {}] if left != "return" else [{}])
            if not changed:
                return

    def _for_each(self, i: ops.Loop) -> None:
        assert i.element is not None and i.iterable is not None
        given = self._get(i.iterable)
        iterable = self._machine.whole(self._context, given, self._site(i.span))
        is_incoming = isinstance(given, Library) and isinstance(iterable, Source) and iterable.kind != "environment"
        elements = (
            self._machine.keys(self._context, iterable) if i.kind == "in" else self._machine.elements(self._context, iterable)
        )
        if not elements:
            elements = [self._interner.unknown("element")]
        repeated = self._loops <= DEEPEST_REPEATED_LOOP
        single = repeated and any(isinstance(e, (Object, Function)) for e in elements) and len(elements) <= _MOST_UNROLLED
        if not single and self._loops == 1 and len(elements) <= MOST_ROWS:
            single = all(is_row(self._heap, e) for e in elements)
        rounds = elements if single else [self._interner.union(elements)]
        for number, element in enumerate([*rounds, *rounds[:1]] if repeated and not single else rounds):
            self._registers[i.element] = element
            outer = self._context.rounds
            if single:
                self._context.rounds = (*outer, number)
            before = self._guards
            if is_incoming:
                self._with_guard(iterable, True, i.span)  # once for each thing that comes in
            left, changed = self._branch(i.body)
            self._guards = before
            self._context.rounds = outer
            self._adopt([changed, {}] if left != "return" else [{}])
            if number == 0 and not single and not changed:
                return

    def _try(self, i: ops.Try) -> str | None:
        left, changed = self._branch((*i.body, *i.orelse))
        outcomes = [changed] if left is None else []
        lefts = [left]
        # A handler may begin after any part of the body.
        before = len(self._log)
        self._adopt([changed, {}])
        handled: list[dict[str, Value]] = []
        for handler in i.handlers:
            if handler.binding is not None:
                self._registers[handler.binding] = self._interner.source("exception", "", self._site(handler.span))
            handler_left, handler_changed = self._branch(handler.body)
            lefts.append(handler_left)
            if handler_left is None:
                handled.append({**{n: self._environment[n] for n in changed}, **handler_changed})
        self._undo(before)
        outcomes.extend(handled)
        if outcomes:
            self._adopt(outcomes)
        final_left = self._block(i.final)
        if final_left is not None:
            return final_left
        return None if outcomes else lefts[0]

    def _return(self, i: ops.Return) -> str:
        self._returned.append(self._get(i.src) if i.src is not None else self._interner.none)
        return "return"

    def _throw(self, i: ops.Throw) -> str:
        return "return"

    def _break(self, i: ops.Break) -> str:
        return "break"

    def _continue(self, i: ops.Continue) -> str:
        return "continue"


def _slice_of(bounds: list[Value]) -> slice | None:
    """A slice of constant bounds."""
    numbers: list[int | None] = []
    for bound in bounds:
        if not isinstance(bound, Constant) or not (bound.value is None or type(bound.value) is int):
            return None
        numbers.append(bound.value if type(bound.value) is int else None)
    return slice(*numbers) if numbers[2] != 0 else None


_STEPS: dict[type, Callable[[Execution, Any], str | None]] = {
    ops.Const: Execution._const,
    ops.Load: Execution._load,
    ops.Store: Execution._store,
    ops.GetField: Execution._field,
    ops.GetIndex: Execution._index,
    ops.SetField: Execution._set_field,
    ops.SetIndex: Execution._set_index,
    ops.Delete: Execution._delete,
    ops.MakeObject: Execution._make_object,
    ops.MakeList: Execution._make_list,
    ops.Append: Execution._append,
    ops.MakeFunction: Execution._make_function,
    ops.MakeClass: Execution._make_class,
    ops.Call: Execution._call,
    ops.Pure: Execution._pure,
    ops.ObjectRest: Execution._object_rest,
    ops.Slice: Execution._slice,
    ops.Import: Execution._import,
    ops.Await: Execution._await,
    ops.Yield: Execution._yield,
    ops.Enter: Execution._enter,
    ops.Exit: Execution._exit,
    ops.Opaque: Execution._opaque,
    ops.Phi: Execution._phi,
    ops.If: Execution._if,
    ops.Switch: Execution._switch,
    ops.Loop: Execution._loop,
    ops.Try: Execution._try,
    ops.Return: Execution._return,
    ops.Throw: Execution._throw,
    ops.Break: Execution._break,
    ops.Continue: Execution._continue,
}
