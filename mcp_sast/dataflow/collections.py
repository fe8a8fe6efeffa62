"""Methods of lists, maps, dicts, sets, strings and promises.

In: a receiver, a method name, arguments. Out: the result, with callbacks called element by element; None where the method is
not known. The names of JavaScript and Python are one table: they hardly collide, and where they do (`pop`, `keys`, `sort`) they mean the
same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from mcp_sast.dataflow.contexts import Arguments, Context
from mcp_sast.dataflow.heap import Entry, Guards, HeapObject
from mcp_sast.dataflow.machine import Machine
from mcp_sast.dataflow.provenance import Fold, with_step
from mcp_sast.dataflow.values import (
    Concat,
    Constant,
    Derived,
    Function,
    Library,
    Object,
    Site,
    Source,
    Union,
    Unknown,
    Value,
    alternatives,
)

_MOST_SINGLE = 16
Handler: TypeAlias = Callable[[Context, Value, Arguments, Site, Guards], Value | None]

# What these give of a string is still that string for all that matters here (an address, a host).
_SAME_STRING = frozenset(
    {
        "trim",
        "trimStart",
        "trimEnd",
        "strip",
        "toLowerCase",
        "toUpperCase",
        "lower",
        "upper",
        "toString",
        "normalize",
        "valueOf",
        "casefold",
        "encode",
        "decode",
        "toUTF8String",
        "rstrip",
        "lstrip",
        "toLocaleLowerCase",
    }
)


class Collections:
    """Methods on values that are no library's. One for each analysis."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._interner = machine.interner
        self._heap = machine.heap
        self._methods: dict[str, Handler] = {
            "push": self._push,
            "append": self._push,
            "add": self._push,
            "unshift": self._push,
            "appendleft": self._push,
            "insert": self._insert,
            "extend": self._extend,
            "concat": self._concat,
            "map": self._map,
            "flatMap": self._flat_map,
            "forEach": self._for_each,
            "filter": self._filter,
            "find": self._find,
            "findLast": self._find,
            "some": self._test,
            "every": self._test,
            "findIndex": self._test,
            "reduce": self._reduce,
            "reduceRight": self._reduce,
            "sort": self._same,
            "reverse": self._reverse,
            "toSorted": self._same,
            "toReversed": self._reverse,
            "copy": self._copy,
            "slice": self._copy,
            "flat": self._flat,
            "splice": self._splice,
            "join": self._join,
            "at": self._any_element,
            "pop": self._pop,
            "shift": self._pop,
            "popleft": self._pop,
            "next": self._next,
            "get": self._get,
            "set": self._set,
            "setdefault": self._get,
            "has": self._unknown,
            "includes": self._unknown,
            "indexOf": self._unknown,
            "entries": self._entries,
            "items": self._entries,
            "keys": self._keys,
            "values": self._values,
            "update": self._update,
            "then": self._then,
            "catch": self._catch,
            "finally": self._finally,
            "bind": self._bind,
            "call": self._apply_call,
            "apply": self._apply_list,
            "hasOwnProperty": self._unknown,
            "fill": self._same,
            "with": self._same,
            "__getitem__": self._get,
            "split": self._split,
            "pipe": self._pipe,
            "pipeTo": self._pipe,
            "union": self._concat,
            "difference": self._same,
            "clear": self._unknown,
        }

    def method(
        self, context: Context, receiver: Value, name: str, arguments: Arguments, site: Site, guards: Guards
    ) -> Value | None:
        """The result of a known method, None for an unknown one."""
        handler = self._methods.get(name)
        if handler is not None and (
            isinstance(receiver, Object)
            or name
            in (
                "then",
                "catch",
                "finally",
                "bind",
                "call",
                "apply",
                "split",
                "map",
                "forEach",
                "filter",
                "get",
                "join",
                "concat",
                "reduce",
                "flatMap",
                "pipe",
                "pipeTo",
            )
        ):
            return handler(context, receiver, arguments, site, guards)
        if isinstance(receiver, (Concat, Source, Derived)) and name in _SAME_STRING:
            return receiver
        return None

    # -------------------------------------------------------------------------------------------------------------- lists

    def _list(self, value: Value) -> HeapObject | None:
        return self._heap[value.id] if isinstance(value, Object) else None

    def _push(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value:
        target = self._list(receiver)
        if target is not None:
            for index, value in enumerate((*arguments.positional, *arguments.rest)):
                where = arguments.sites[index] if index < len(arguments.sites) else site
                self._heap.append(
                    target, Entry(value, where, guards, False, "", context.runs), context.id, ordered=target.ordered and not guards
                )
        return receiver

    def _insert(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value:
        target = self._list(receiver)
        if target is not None and len(arguments.positional) > 1:
            self._heap.append(
                target, Entry(arguments.positional[1], site, guards, False, "", context.runs), context.id, ordered=False
            )
        return receiver

    def _extend(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value:
        target = self._list(receiver)
        if target is not None:
            for value in arguments.positional:
                self.append_all(context, target, value, site, guards)
            target.ordered = False
        return receiver

    def append_all(self, context: Context, target: HeapObject, value: Value, site: Site, guards: Guards, label: str = "") -> None:
        """Append the elements of `value`, which keep the sites where they entered their own list; what is no list is an element."""
        for one in alternatives(value):
            source = self._list(one)
            if source is not None and source.kind in ("list", "tuple", "set"):
                if source is target:
                    continue
                self._heap.items(source, context.id)
                for (_, place), entry in list(source.items.items()):
                    joined = entry.guards + tuple(g for g in guards if g not in entry.guards)
                    self._heap.append(
                        target,
                        Entry(entry.value, entry.site, joined, entry.literal, label or entry.label, context.runs),
                        context.id,
                        ordered=source.ordered and target.ordered,
                        place=place,
                    )
                if not source.ordered:
                    target.ordered = False
            elif not isinstance(one, (Unknown, Constant)) or (isinstance(one, Constant) and one.value is not None):
                self._heap.append(target, Entry(one, site, guards, False, label, context.runs), context.id, ordered=False)

    def _concat(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value:
        if not isinstance(receiver, (Object, Derived, Source, Unknown)) or (
            not isinstance(receiver, Object) and all(isinstance(a, (Constant, Concat)) for a in arguments.positional)
        ):
            return self._interner.concat((receiver, *arguments.positional))
        made = self._machine.allocate("list", context, site, "concat")
        self.append_all(context, made, receiver, site, guards)
        for index, value in enumerate(arguments.positional):
            self.append_all(context, made, value, arguments.sites[index] if index < len(arguments.sites) else site, guards)
        return self._interner.object(made.id)

    def _copy(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value:
        source = self._list(receiver)
        if source is None:
            return receiver
        kind = source.kind if source.kind in ("list", "tuple", "set") else "object"
        made = self._machine.allocate(kind, context, site, "copy")
        self.merge(context, made, receiver, site, guards)
        if arguments.positional:
            made.ordered = False
        return self._interner.object(made.id)

    def merge(
        self, context: Context, target: HeapObject, value: Value, site: Site, guards: Guards, excluded: tuple[str, ...] = ()
    ) -> None:
        """Copy all fields and elements of `value` into `target` (a spread, Object.assign, dict.update); entries keep their sites."""
        for one in alternatives(value):
            source = self._list(one)
            if source is None:
                if isinstance(one, (Source, Derived, Concat)):
                    self._heap.write_unnamed(target, one, Entry(one, site, guards, False, "", context.runs), context.id)
                elif isinstance(one, Library) and one.path:
                    whole = self._machine.read_field(context, one, "*", site) if self._is_source(context, one) else one
                    self._heap.write_unnamed(target, one, Entry(whole, site, guards, False, "", context.runs), context.id)
                continue
            if source is target:
                continue
            self._heap.read_all(source, context.id)
            for name, entries in list(source.named.items()):
                if name in excluded:
                    continue
                for entry in list(entries.values()):
                    joined = entry.guards + tuple(g for g in guards if g not in entry.guards)
                    self._heap.write(
                        target, name, Entry(entry.value, entry.site, joined, entry.literal, entry.label, context.runs), context.id
                    )
                if name in source.accessors:
                    target.accessors[name] = source.accessors[name]
            for key, entry in zip(list(source.keys) or [self._interner.unknown("key")], list(source.unnamed.values())):
                self._heap.write_unnamed(
                    target, key, Entry(entry.value, entry.site, entry.guards, False, entry.label, context.runs), context.id
                )
            for (_, place), entry in list(source.items.items()):
                self._heap.append(
                    target,
                    Entry(entry.value, entry.site, entry.guards, entry.literal, entry.label, context.runs),
                    context.id,
                    ordered=source.ordered and target.ordered,
                    place=place,
                )

    def _is_source(self, context: Context, value: Library) -> bool:
        api = self._machine.models.find(context.language, value.path)
        return api is not None and api.source is not None and api.source.members

    def _reverse(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value:
        """The elements in the other order; where they are known, in a list of its own, so that running it again changes nothing."""
        target = self._list(receiver)
        if target is None or not target.ordered:
            return receiver
        made = self._machine.allocate("list", context, site, "reversed")
        step = Fold("reversed", site, "")
        for index, entry in enumerate(reversed(self._heap.items(target, context.id))):
            one = entry.value
            if isinstance(one, Constant) and isinstance(one.value, str):
                one = self._interner.constant(one.value, with_step(one.history, step._replace(text=one.value)))
            copied = Entry(one, entry.site, entry.guards, entry.literal, entry.label, context.runs)
            self._heap.append(made, copied, context.id, index=index)
        return self._interner.object(made.id)

    def _same(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value:
        target = self._list(receiver)
        if target is not None:
            target.ordered = False
        return receiver

    def _flat(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value:
        made = self._machine.allocate("list", context, site, "flat")
        for value in self._machine.elements(context, receiver):
            self.append_all(context, made, value, site, guards)
        return self._interner.object(made.id)

    def _splice(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value:
        target = self._list(receiver)
        if target is not None:
            for value in arguments.positional[2:]:
                self._heap.append(target, Entry(value, site, guards, False, "", context.runs), context.id, ordered=False)
        return receiver

    def _any_element(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value:
        return self._interner.union(self._machine.elements(context, receiver))

    def _pop(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value:
        target = self._list(receiver)
        if target is not None and target.kind not in ("list", "tuple", "set") and arguments.positional:
            return self._get(context, receiver, arguments, site, guards)
        return self._interner.union(self._machine.elements(context, receiver) or [self._interner.none])

    def _next(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value:
        made = self._machine.allocate("object", context, site, "next")
        self._heap.write(
            made,
            "value",
            Entry(self._interner.union(self._machine.elements(context, receiver)), site, guards, False, "", context.runs),
            context.id,
        )
        return self._interner.object(made.id)

    def _join(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value:
        # Python: separator.join(list); JavaScript: list.join(separator).
        items: Value
        if isinstance(receiver, Object):
            items, separator = receiver, arguments.positional[0] if arguments.positional else self._interner.constant(",")
        else:
            items, separator = arguments.positional[0] if arguments.positional else receiver, receiver
        target = self._list(items)
        if target is None:
            return self._interner.derived("join", [items, separator] if not isinstance(separator, Constant) else [items], site)
        entries = self._heap.items(target, context.id)
        if target.ordered and (len(entries) <= 64 or all(isinstance(e.value, Constant) for e in entries)):
            parts: list[Value] = []
            for index, entry in enumerate(entries):
                parts.extend([separator, entry.value] if index else [entry.value])
            return self._interner.concat(parts)
        return self._interner.derived("join", [items, separator] if not isinstance(separator, Constant) else [items], site)

    def _split(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value:
        return self._interner.derived("split", [receiver], site) if not isinstance(receiver, (Source, Derived)) else receiver

    def _pipe(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value | None:
        """Data from outside that flows into a stream of a library is kept by the stream."""
        target = arguments.positional[0] if arguments.positional else None
        if not isinstance(receiver, (Source, Derived)) or target is None:
            return None
        for one in alternatives(target):
            if isinstance(one, Object) and self._heap[one.id].kind == "library":
                self._heap.write_unnamed(
                    self._heap[one.id], receiver, Entry(receiver, site, guards, False, "", context.runs), context.id
                )
        return target

    # ---------------------------------------------------------------------------------------------------------- callbacks

    def _called(self, context: Context, arguments: Arguments, values: tuple[Value, ...], site: Site, guards: Guards) -> Value:
        if not arguments.positional:
            return self._interner.none
        this = arguments.positional[1] if len(arguments.positional) > 1 else None
        return self._machine.call(context, arguments.positional[0], this, Arguments(values), site, guards)

    def each(
        self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards
    ) -> list[tuple[Value, Value]]:
        """Call the callback for each element: pairs of element and result."""
        out = []
        for element in self._machine.elements(context, receiver):
            out.append((element, self._called(context, arguments, (element,), site, guards)))
        return out

    def _results(self, context: Context, receiver: Value, results: list[Value], site: Site) -> Value:
        source = self._list(receiver)
        made = self._machine.allocate("list", context, site, "results")
        made.ordered = source.ordered if source is not None else False
        for index, value in enumerate(results):
            self._heap.append(made, Entry(value, site, (), False, "", context.runs), context.id, index=index, ordered=made.ordered)
        return self._interner.object(made.id)

    def _map(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value:
        return self._results(context, receiver, [r for _, r in self.each(context, receiver, arguments, site, guards)], site)

    def _flat_map(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value:
        made = self._machine.allocate("list", context, site, "flat")
        for _, result in self.each(context, receiver, arguments, site, guards):
            self.append_all(context, made, result, site, guards)
        return self._interner.object(made.id)

    def _for_each(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value:
        target = self._list(receiver)
        if target is not None and target.kind not in ("list", "tuple", "set"):
            for key, value in self.pairs(context, target):
                self._called(context, arguments, (value, key), site, guards)
        else:
            self.each(context, receiver, arguments, site, guards)
        return self._interner.none

    def _filter(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value:
        results = self.each(context, receiver, arguments, site, guards)
        if not isinstance(receiver, Object):
            return self._narrowed(receiver, [result for _, result in results])
        made = self._machine.allocate("list", context, site, "filter")
        self.append_all(context, made, receiver, site, guards)
        made.ordered = False
        return self._interner.object(made.id)

    def _narrowed(self, receiver: Value, tests: list[Value]) -> Value:
        """All members of a source, filtered by `name.startsWith(PREFIX)`: those with that prefix."""
        if isinstance(receiver, Source) and receiver.name == "*" and len(tests) == 1 and isinstance(tests[0], Derived):
            test = tests[0]
            texts = [p.value for p in test.parts if isinstance(p, Constant) and isinstance(p.value, str)]
            if test.operation == "startsWith" and receiver in test.parts and len(texts) == 1 and texts[0]:
                return self._interner.source(receiver.kind, f"{texts[0]}*", receiver.site, receiver.origin)
        return receiver

    def _find(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value:
        target = self._list(receiver)
        if target is None or not arguments.positional or not isinstance(arguments.positional[0], (Function, Union, Derived)):
            return self._interner.unknown("index")
        return self._interner.union(
            [element for element, _ in self.each(context, receiver, arguments, site, guards)] or [self._interner.none]
        )

    def _test(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value:
        self.each(context, receiver, arguments, site, guards)
        return self._interner.unknown("test")

    def _reduce(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value:
        elements = self._machine.elements(context, receiver)
        if len(arguments.positional) > 1:
            state = arguments.positional[1]
        else:
            state, elements = (elements[0], elements[1:]) if elements else (self._interner.none, [])
        for element in elements:
            state = (
                self._machine.call(context, arguments.positional[0], None, Arguments((state, element)), site, guards)
                if arguments.positional
                else state
            )
        target = self._list(receiver)
        if target is not None and not target.ordered and arguments.positional:
            # An element stands for any number of them: once more with what came out.
            for element in elements:
                state = self._interner.union(
                    (state, self._machine.call(context, arguments.positional[0], None, Arguments((state, element)), site, guards))
                )
        return state

    # ------------------------------------------------------------------------------------------------- maps, dicts, objects

    def pairs(self, context: Context, target: HeapObject) -> list[tuple[Value, Value]]:
        """Key and value of each field, in order; list elements of pairs are no fields."""
        self._heap.read_all(target, context.id)
        out: list[tuple[Value, Value]] = []
        for name, entries in target.named.items():
            out.append((self._interner.constant(name), self._interner.union(e.value for e in entries.values())))
        if target.unnamed:
            keys = self._interner.union(target.keys) if target.keys else self._interner.unknown("key")
            out.append((keys, self._interner.union(e.value for e in target.unnamed.values())))
        return out

    def _get(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value:
        if not arguments.positional:
            return self._interner.none
        if not isinstance(receiver, Object):
            return (
                self._machine.read_field(
                    context,
                    receiver,
                    arguments.positional[0].value
                    if isinstance(arguments.positional[0], Constant) and isinstance(arguments.positional[0].value, str)
                    else "?",
                    site,
                )
                if isinstance(receiver, Source) or (isinstance(receiver, Derived) and isinstance(arguments.positional[0], Constant))
                else receiver
            )
        found = self._index(context, receiver, arguments.positional[0], site)
        default = (
            arguments.positional[1]
            if len(arguments.positional) > 1
            else next((v for k, v in arguments.keywords if k == "default"), None)
        )
        if default is not None and (found is self._interner.none or not isinstance(arguments.positional[0], Constant)):
            return self._interner.union((found, default)) if found is not self._interner.none else default
        return found

    def _index(self, context: Context, receiver: Value, key: Value, site: Site) -> Value:
        if isinstance(key, Constant) and isinstance(key.value, str):
            return self._machine.read_field(context, receiver, key.value, site)
        target = self._list(receiver)
        assert target is not None
        values = [value for _, value in self.pairs(context, target)] or [e.value for e in self._heap.items(target, context.id)]
        return self._interner.union(values) if values else self._interner.none

    def _set(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value:
        target = self._list(receiver)
        if target is not None and len(arguments.positional) > 1:
            key, value = arguments.positional[:2]
            if isinstance(key, Constant) and isinstance(key.value, str):
                self._machine.write_field(context, receiver, key.value, value, site, guards)
            else:
                self._heap.write_unnamed(target, key, Entry(value, site, guards, False, "", context.runs), context.id)
        return receiver

    def _entries(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value:
        target = self._list(receiver)
        if target is None:
            return receiver
        made = self._machine.allocate("list", context, site, "entries")
        for index, (key, value) in enumerate(self.pairs(context, target)):
            pair = self._machine.new_list(context, Site(site.function, site.start, site.end + index + 1), [key, value], "tuple")
            self._heap.append(made, Entry(pair, site, (), False, "", context.runs), context.id, index=index)
        return self._interner.object(made.id)

    def _keys(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value:
        target = self._list(receiver)
        return (
            receiver if target is None else self._machine.new_list(context, site, [key for key, _ in self.pairs(context, target)])
        )

    def _values(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value:
        target = self._list(receiver)
        if target is None:
            return receiver
        if target.kind in ("list", "tuple", "set"):
            return receiver
        return self._machine.new_list(context, site, [value for _, value in self.pairs(context, target)])

    def _update(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value:
        target = self._list(receiver)
        if target is not None:
            for value in arguments.positional:
                self.merge(context, target, value, site, guards)
            for name, value in arguments.keywords:
                self._heap.write(target, name, Entry(value, site, guards, False, name, context.runs), context.id)
        return self._interner.none

    def _unknown(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value:
        return self._interner.unknown("test")

    # ----------------------------------------------------------------------------------------------- promises and functions

    def _then(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value:
        settled = self.settled(context, receiver)
        results = [
            self._machine.call(
                context, f, None, Arguments((settled if i == 0 else self._interner.unknown("exception"),)), site, guards
            )
            for i, f in enumerate(arguments.positional[:2])
        ]
        return self._interner.union(results) if results else settled

    def settled(self, context: Context, value: Value) -> Value:
        """What awaiting the value gives."""
        out: list[Value] = []
        for one in alternatives(value):
            target = self._list(one)
            if target is not None and target.name == "promise":
                out.extend(e.value for e in self._heap.items(target, context.id))
            else:
                out.append(one)
        return self._interner.union(out) if out else self._interner.unknown("pending")

    def _catch(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value:
        results = [
            self._machine.call(context, f, None, Arguments((self._interner.unknown("exception"),)), site, guards)
            for f in arguments.positional[:1]
        ]
        return self._interner.union([self.settled(context, receiver), *results])

    def _finally(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value:
        for function in arguments.positional[:1]:
            self._machine.call(context, function, None, Arguments(), site, guards)
        return receiver

    def _bind(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value:
        if isinstance(receiver, Function) and arguments.positional and len(arguments.positional) == 1:
            return self._interner.function(receiver.function, receiver.frames, arguments.positional[0])
        return receiver

    def _apply_call(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value:
        this = arguments.positional[0] if arguments.positional else None
        return self._machine.call(
            context, receiver, this, Arguments(arguments.positional[1:], arguments.keywords, arguments.rest), site, guards
        )

    def _apply_list(self, context: Context, receiver: Value, arguments: Arguments, site: Site, guards: Guards) -> Value:
        this = arguments.positional[0] if arguments.positional else None
        values = tuple(self._machine.elements(context, arguments.positional[1])) if len(arguments.positional) > 1 else ()
        return self._machine.call(context, receiver, this, Arguments(values), site, guards)
