"""Functions of the platform that move values about: Object.assign, dict(), Promise.all, functools.partial …

In: the path of a global or standard library function, arguments. Out: the result; None for a function that is not known here
(then its model, if there is one, says what it does). What only copies or taints is no code but a model in `rules/models`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from mcp_sast.dataflow.collections import Collections
from mcp_sast.dataflow.contexts import Arguments, Context
from mcp_sast.dataflow.heap import Entry, Guards
from mcp_sast.dataflow.machine import Machine
from mcp_sast.dataflow.values import Constant, Derived, Function, Object, Site, Value, alternatives

Handler: TypeAlias = Callable[[Context, Arguments, Site, Guards], Value]


class Platform:
    """Platform functions by path. One for each analysis."""

    def __init__(self, machine: Machine, collections: Collections) -> None:
        self._machine = machine
        self._collections = collections
        self._interner = machine.interner
        self._heap = machine.heap
        self._functions: dict[str, Handler] = {
            "Object.assign": self._assign,
            "Object.entries": self._method("entries"),
            "Object.keys": self._method("keys"),
            "Object.values": self._method("values"),
            "Object.fromEntries": self._from_entries,
            "Object.create": self._create,
            "Object.defineProperty": self._define_property,
            "Object.freeze": self._first,
            "Object.seal": self._first,
            "structuredClone": self._first,
            "Array.from": self._array_from,
            "Array.of": self._list_of,
            "Array": self._list_of,
            "Map": self._mapping,
            "WeakMap": self._mapping,
            "Set": self._set,
            "Headers": self._mapping,
            "FormData": self._mapping,
            "URLSearchParams": self._mapping,
            "Reflect.get": self._reflect_get,
            "Reflect.set": self._reflect_set,
            "Reflect.apply": self._reflect_apply,
            "Promise": self._promise,
            "Promise.all": self._all,
            "Promise.allSettled": self._all_settled,
            "Promise.race": self._any,
            "Promise.any": self._any,
            "Promise.resolve": self._first,
            "Promise.reject": self._nothing,
            "setTimeout": self._later,
            "setInterval": self._later,
            "setImmediate": self._later,
            "queueMicrotask": self._later,
            "process.nextTick": self._later,
            "URL": self._url,
            "URL.parse": self._url,
            "Proxy": self._first,
            # Python
            "dict": self._dict,
            "list": self._array_from,
            "tuple": self._array_from,
            "set": self._set,
            "frozenset": self._set,
            "sorted": self._array_from,
            "reversed": self._reversed,
            "iter": self._first,
            "enumerate": self._enumerate,
            "zip": self._zip,
            "map": self._map,
            "filter": self._filter,
            "next": self._next,
            "getattr": self._getattr,
            "setattr": self._setattr,
            "hasattr": self._test,
            "isinstance": self._test,
            "callable": self._test,
            "type": self._type,
            "vars": self._first,
            "collections.OrderedDict": self._dict,
            "collections.defaultdict": self._empty,
            "collections.deque": self._array_from,
            "copy.copy": self._first,
            "copy.deepcopy": self._first,
            "types.SimpleNamespace": self._dict,
            "types.MappingProxyType": self._first,
            "functools.partial": self._partial,
            "functools.wraps": self._identity_decorator,
            "functools.reduce": self._reduce,
            "functools.cache": self._first,
            "functools.lru_cache": self._cache_decorator,
            "contextlib.contextmanager": self._first,
            "contextlib.asynccontextmanager": self._first,
            "asyncio.run": self._first,
            "asyncio.gather": self._gather,
            "asyncio.wait_for": self._first,
            "asyncio.shield": self._first,
            "asyncio.create_task": self._first,
            "asyncio.ensure_future": self._first,
            "asyncio.to_thread": self._call_first,
            "anyio.run": self._call_first,
            "anyio.to_thread.run_sync": self._call_first,
            "asyncio.get_event_loop().run_until_complete": self._first,
            "itertools.chain": self._chain,
            "itertools.chain.from_iterable": self._chain_from,
            "typing.cast": self._second,
            "classmethod": self._first,
            "staticmethod": self._first,
            "dataclasses.field": self._field,
            "pydantic.Field": self._field,
            "threading.Thread": self._thread,
            "threading.Timer": self._timer,
            "dataclasses.asdict": self._first,
            "dataclasses.replace": self._replace,
            "pathlib.Path.home": self._home,
            "pathlib.Path.cwd": self._folder,
        }

    def function(self, context: Context, path: str, arguments: Arguments, site: Site, guards: Guards) -> Value | None:
        """The result of a known function, None for an unknown one."""
        handler = self._functions.get(path)
        if handler is None:
            return None
        whole = tuple(self._machine.whole(context, value, site) for value in arguments.positional)
        return handler(context, arguments._replace(positional=whole), site, guards)

    def knows(self, path: str) -> bool:
        return path in self._functions

    # ------------------------------------------------------------------------------------------------------------- simple

    def _argument(self, arguments: Arguments, index: int, name: str = "") -> Value:
        if index < len(arguments.positional):
            return arguments.positional[index]
        for key, value in arguments.keywords:
            if key == name and name:
                return value
        return self._interner.union(arguments.rest) if arguments.rest else self._interner.none

    def _first(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        return self._argument(arguments, 0)

    def _second(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        return self._argument(arguments, 1)

    def _nothing(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        return self._interner.unknown("rejected")

    def _test(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        return self._interner.unknown("test")

    def _method(self, name: str) -> Handler:
        def run(context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
            subject = self._argument(arguments, 0)
            results = []
            for one in alternatives(subject):
                found = self._collections.method(context, one, name, Arguments(), site, guards)
                results.append(one if found is None else found)
            return self._interner.union(results)

        return run

    def _home(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        return self._path_of(context, self._interner.constant("~"), site)

    def _folder(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        return self._path_of(context, self._interner.constant("."), site)

    def _path_of(self, context: Context, start: Value, site: Site) -> Value:
        made = self._machine.allocate("library", context, site, "path")
        made.path, made.arguments = "pathlib.Path()", (start,)
        return self._interner.object(made.id)

    def _empty(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        return self._interner.object(self._machine.allocate("object", context, site, "mapping").id)

    # ------------------------------------------------------------------------------------------------------------ objects

    def _assign(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        target = self._argument(arguments, 0)
        for one in alternatives(target):
            if isinstance(one, Object):
                for value in (*arguments.positional[1:], *arguments.rest):
                    self._collections.merge(context, self._heap[one.id], value, site, guards)
        return target

    def _from_entries(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        made = self._machine.allocate("object", context, site, "mapping")
        for pair in self._machine.elements(context, self._argument(arguments, 0)):
            parts = self._machine.elements(context, pair)
            if len(parts) == 2 and isinstance(pair, Object):
                self._put(context, made.id, parts[0], parts[1], site, guards)
            else:
                self._heap.write_unnamed(made, pair, Entry(pair, site, guards, False, "", context.runs), context.id)
        return self._interner.object(made.id)

    def _put(self, context: Context, heap_id: int, key: Value, value: Value, site: Site, guards: Guards) -> None:
        target = self._heap[heap_id]
        if isinstance(key, Constant) and isinstance(key.value, str):
            self._heap.write(target, key.value, Entry(value, site, guards, False, key.value, context.runs), context.id)
        else:
            self._heap.write_unnamed(target, key, Entry(value, site, guards, False, "", context.runs), context.id)

    def _create(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        made = self._machine.allocate("object", context, site, "create")
        self._collections.merge(context, made, self._argument(arguments, 0), site, guards)
        return self._interner.object(made.id)

    def _define_property(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        target, key, descriptor = (self._argument(arguments, i) for i in range(3))
        if not (isinstance(key, Constant) and isinstance(key.value, str)):
            return target
        value = self._machine.read_field(context, descriptor, "value", site)
        if value is not self._interner.none:
            self._machine.write_field(context, target, key.value, value, site, guards)
        getter = self._machine.read_field(context, descriptor, "get", site)
        if getter is not self._interner.none:
            result = self._machine.call(context, getter, target, Arguments(), site, guards)
            self._machine.write_field(context, target, key.value, result, site, guards)
        return target

    def _reflect_get(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        return self._getattr(context, arguments, site, guards)

    def _reflect_set(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        return self._setattr(context, arguments, site, guards)

    def _reflect_apply(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        values = tuple(self._machine.elements(context, self._argument(arguments, 2)))
        return self._machine.call(
            context, self._argument(arguments, 0), self._argument(arguments, 1), Arguments(values), site, guards
        )

    def _getattr(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        base, key = self._argument(arguments, 0), self._argument(arguments, 1)
        found = [
            self._machine.read_field(context, base, k.value, site)
            for k in alternatives(key)
            if isinstance(k, Constant) and isinstance(k.value, str)
        ]
        if not found:
            return self._any_member(context, base) or self._interner.derived("getattr", [base, key], site)
        if len(arguments.positional) > 2:
            found.append(arguments.positional[2])
        return self._interner.union(found)

    def _any_member(self, context: Context, base: Value) -> Value | None:
        """`getattr(module, name)` of a name that is not known: any function of the package's own module or object."""
        found: list[Value] = []
        for one in alternatives(base):
            if not isinstance(one, Object):
                continue
            target = self._heap[one.id]
            holders = [target]
            if target.kind == "instance" and target.cls is not None:
                holders.extend(self._heap[c.id] for c in alternatives(target.cls) if isinstance(c, Object))
            if target.kind in ("module", "exports", "class", "instance", "object"):
                names = [n for h in holders for n in list(h.named) if not n.startswith(("_", "%", "<"))]
                values = [self._machine.read_field(context, one, n, target.site) for n in dict.fromkeys(names)]
                found.extend(v for value in values for v in alternatives(value) if isinstance(v, (Function, Derived)))
        return self._interner.union(found) if found else None

    def _setattr(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        base, key, value = (self._argument(arguments, i) for i in range(3))
        for one in alternatives(key):
            if isinstance(one, Constant) and isinstance(one.value, str):
                self._machine.write_field(context, base, one.value, value, site, guards)
        return self._interner.none

    def _type(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        found = []
        for one in alternatives(self._argument(arguments, 0)):
            if isinstance(one, Object) and self._heap[one.id].cls is not None:
                found.append(self._heap[one.id].cls)
        return self._interner.union(v for v in found if v is not None) if found else self._interner.unknown("type")

    def _dict(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        made = self._machine.allocate("object", context, site, "mapping")
        for value in arguments.positional:
            for one in alternatives(value):
                if isinstance(one, Object) and self._heap[one.id].kind in ("list", "tuple", "set"):
                    pairs = self._from_entries(context, Arguments((one,)), site, guards)
                    self._collections.merge(context, made, pairs, site, guards)
                else:
                    self._collections.merge(context, made, one, site, guards)
        for name, value in arguments.keywords:
            self._heap.write(made, name, Entry(value, site, guards, False, name, context.runs), context.id)
        return self._interner.object(made.id)

    def _mapping(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        return self._dict(context, Arguments(arguments.positional[:1]), site, guards)

    def _field(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        """A dataclass or pydantic field: its default, or an object that says what makes it for each instance."""
        keywords = dict(arguments.keywords)
        if "default_factory" in keywords:
            made = self._machine.allocate("object", context, site, "field")
            made.name = "default-factory"
            made.callee = keywords["default_factory"]
            return self._interner.object(made.id)
        return keywords.get("default") or (arguments.positional[0] if arguments.positional else self._interner.unknown("field"))

    def _replace(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        return self._dict(context, arguments, site, guards)

    # -------------------------------------------------------------------------------------------------------------- lists

    def _array_from(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        made = self._machine.allocate("list", context, site, "from")
        subject = self._argument(arguments, 0)
        for one in alternatives(subject):
            if isinstance(one, Object) and self._heap[one.id].kind not in ("list", "tuple", "set", "library"):
                for index, element in enumerate(self._machine.elements(context, one)):
                    self._heap.append(made, Entry(element, site, guards, False, "", context.runs), context.id, index=index)
            else:
                self._collections.append_all(context, made, one, site, guards)
        value = self._interner.object(made.id)
        mapper = (
            arguments.positional[1] if len(arguments.positional) > 1 and isinstance(arguments.positional[1], Function) else None
        )
        if mapper is not None:
            return self._collections.method(context, value, "map", Arguments((mapper,)), site, guards) or value
        return value

    def _reversed(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        made = self._array_from(context, arguments, site, guards)
        return self._collections.method(context, made, "reverse", Arguments(), site, guards) or made

    def _list_of(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        return self._machine.new_list(context, site, list(arguments.positional))

    def _set(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        return self._array_from(context, Arguments(arguments.positional[:1]), site, guards)

    def _enumerate(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        pairs = [
            self._machine.new_list(
                context, Site(site.function, site.start, site.end + i + 1), [self._interner.unknown("index"), e], "tuple"
            )
            for i, e in enumerate(self._machine.elements(context, self._argument(arguments, 0)))
        ]
        return self._machine.new_list(context, site, pairs)

    def _zip(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        columns = [self._machine.elements(context, value) for value in arguments.positional]
        rows = [
            self._machine.new_list(context, Site(site.function, site.start, site.end + i + 1), list(row), "tuple")
            for i, row in enumerate(zip(*columns, strict=False))
        ]
        return self._machine.new_list(context, site, rows)

    def _map(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        results = [
            self._machine.call(context, self._argument(arguments, 0), None, Arguments((e,)), site, guards)
            for e in self._machine.elements(context, self._argument(arguments, 1))
        ]
        return self._machine.new_list(context, site, results)

    def _filter(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        subject = self._argument(arguments, 1)
        for element in self._machine.elements(context, subject):
            self._machine.call(context, self._argument(arguments, 0), None, Arguments((element,)), site, guards)
        return subject

    def _reduce(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        state = self._argument(arguments, 2)
        for element in self._machine.elements(context, self._argument(arguments, 1)):
            state = self._machine.call(context, self._argument(arguments, 0), None, Arguments((state, element)), site, guards)
        return state

    def _next(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        found = list(self._machine.elements(context, self._argument(arguments, 0))) + list(arguments.positional[1:])
        return self._interner.union(found) if found else self._interner.unknown("element")

    def _chain(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        made = self._machine.allocate("list", context, site, "chain")
        for value in arguments.positional:
            self._collections.append_all(context, made, value, site, guards)
        return self._interner.object(made.id)

    def _chain_from(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        return self._chain(context, Arguments(tuple(self._machine.elements(context, self._argument(arguments, 0)))), site, guards)

    # ------------------------------------------------------------------------------------------------ promises and callbacks

    def _promise(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        made = self._machine.allocate("list", context, site, "promise")
        made.name = "promise"
        made.ordered = False
        resolve = self._interner.library("%resolve", self._interner.object(made.id))
        self._machine.call(
            context, self._argument(arguments, 0), None, Arguments((resolve, self._interner.library("%reject"))), site, guards
        )
        return self._interner.object(made.id)

    def _all(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        values = [self._collections.settled(context, v) for v in self._machine.elements(context, self._argument(arguments, 0))]
        return self._machine.new_list(context, site, values)

    def _all_settled(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        out: list[Value] = []
        for index, value in enumerate(self._machine.elements(context, self._argument(arguments, 0))):
            made = self._machine.allocate("object", context, site, "settled", index)
            self._heap.write(
                made, "value", Entry(self._collections.settled(context, value), site, (), False, "", context.runs), context.id
            )
            out.append(self._interner.object(made.id))
        return self._machine.new_list(context, site, out)

    def _any(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        return self._interner.union(
            [self._collections.settled(context, v) for v in self._machine.elements(context, self._argument(arguments, 0))]
            or [self._interner.none]
        )

    def _gather(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        return self._machine.new_list(context, site, [*arguments.positional, *arguments.rest])

    def _later(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        self._machine.escape(context, self._argument(arguments, 0), site, "timer")
        return self._interner.unknown("timer")

    def _call_first(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        rest = Arguments(arguments.positional[1:], arguments.keywords, arguments.rest, arguments.sites[1:])
        return self._machine.call(context, self._argument(arguments, 0), None, rest, site, guards)

    def _thread(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        target = next((v for k, v in arguments.keywords if k == "target"), None)
        if target is not None:
            passed = next((v for k, v in arguments.keywords if k == "args"), None)
            values = tuple(self._machine.elements(context, passed)) if passed is not None else ()
            self._machine.call(context, target, None, Arguments(values), site, guards)
        return self._interner.unknown("thread")

    def _timer(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        self._machine.escape(context, self._argument(arguments, 1, "function"), site, "deferred")
        return self._interner.unknown("timer")

    def _partial(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        made = self._machine.allocate("object", context, site, "partial")
        made.name = "partial"
        made.callee = self._argument(arguments, 0)
        made.arguments = arguments.positional[1:]
        made.keywords = arguments.keywords
        return self._interner.object(made.id)

    def _identity_decorator(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        return self._interner.library("%identity")

    def _cache_decorator(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        first = self._argument(arguments, 0)
        return first if isinstance(first, Function) else self._interner.library("%identity")

    # ---------------------------------------------------------------------------------------------------------- addresses

    def _url(self, context: Context, arguments: Arguments, site: Site, guards: Guards) -> Value:
        """A URL object: kept with what it was made from, since its query may be filled in later."""
        made = self._machine.allocate("library", context, site, "URL")
        made.path = "URL()"
        made.arguments = arguments.positional[:2]
        return self._interner.object(made.id)
