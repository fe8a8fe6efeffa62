"""Reading and writing fields and elements of every kind of value.

In: values, names, the heap. Out: the values that a read may give; heap writes.

What a field means depends on what holds it: own objects (fields, then class and base classes, getters are called), modules and
their exports, library values (a longer path, or a source such as `process.env.KEY`), sources (a longer access path), computed
values (the taint stays), strings.
"""

from __future__ import annotations

from mcp_sast.dataflow.contexts import Arguments, Context, Read
from mcp_sast.dataflow.heap import Entry, Guards, HeapObject
from mcp_sast.dataflow.machine import Machine
from mcp_sast.dataflow.modules import ModuleLinks
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
    leaves,
)

_LONGEST_PATH = 120
_MOST_BASES = 24
# Reading these of a response gives data of the response; of a tool argument a longer path.
_COLLAPSED_SOURCES = frozenset({"response", "library", "file", "exception"})
# How long these are is not what they say.
_WITHOUT_LENGTH = frozenset({"response", "file", "credential", "process-output"})
# Members of an answer by which one logs in.
_LOGIN_MEMBERS = frozenset({
    "token", "accesstoken", "refreshtoken", "idtoken", "sessiontoken", "authtoken", "bearertoken", "securitytoken",
    "sessionid", "sessionkey", "jwt", "cookie", "cookies", "setcookie", "apikey", "secret", "clientsecret", "secretkey",
    "secretaccesskey", "password", "authorization", "credential", "credentials",
})
_NO_SEPARATORS = str.maketrans("", "", "_-")
# Parts of a parsed address that still say which host it is.
ADDRESS_PARTS = frozenset({"href", "origin", "host", "hostname", "netloc"})
COMMAND_LINE = frozenset({"sys.argv", "process.argv"})
GLOBAL_OBJECTS = frozenset({"globalThis", "global", "window", "self"})


class Objects:
    """Field access. One for each analysis."""

    def __init__(self, machine: Machine, links: ModuleLinks) -> None:
        self._machine = machine
        self._links = links
        self._interner = machine.interner
        self._heap = machine.heap
        # Who has read a member of a library that nobody had replaced yet.
        self._library_readers: dict[tuple[str, str], dict[int, None]] = {}

    # ------------------------------------------------------------------------------------------------------------ reading

    def read(self, context: Context, base: Value, name: str, site: Site) -> Value:
        if isinstance(base, Union):
            values = [
                self.read(context, one, name, site)
                for one in base.alternatives
                if not (isinstance(one, Constant) and one.value is None)
            ]
            return self._interner.union(values) if values else self._interner.none
        if isinstance(base, Object):
            return self._of_object(context, self._heap[base.id], base, name, site)
        if isinstance(base, Library):
            return self.of_library(context, base, name, site)
        if isinstance(base, Source):
            return self._of_source(context, base, name, site)
        if isinstance(base, Constant):
            if name == "length" and isinstance(base.value, (str, bytes)):
                return self._interner.constant(len(base.value))
            if name in ADDRESS_PARTS and isinstance(base.value, str):
                return base
            return self._interner.none
        if isinstance(base, Function):
            return self._of_function(context, base, name)
        if isinstance(base, (Derived, Concat)):
            return self._interner.unknown("length") if name == "length" else self._login_inside(base, name) or base
        return self._of_unknown(context, name)

    def _login_of(self, base: Source, name: str) -> Value | None:
        """The member of an answer by which one logs in: it is told from the rest of the answer."""
        if base.kind != "response" or name.translate(_NO_SEPARATORS).lower() not in _LOGIN_MEMBERS:
            return None
        return self._interner.source(base.kind, name, base.site, base.origin)

    def _login_inside(self, base: Value, name: str) -> Value | None:
        """The same for an answer that was parsed or unpacked."""
        if name.translate(_NO_SEPARATORS).lower() not in _LOGIN_MEMBERS:
            return None
        inner = leaves(base)
        named = [found for leaf in inner if isinstance(leaf, Source) and (found := self._login_of(leaf, name)) is not None]
        if not named:
            return None
        others = any(not isinstance(leaf, Constant) and not (isinstance(leaf, Source) and leaf.kind == "response") for leaf in inner)
        return self._interner.union([*named, base] if others else named)

    def _of_unknown(self, context: Context, name: str) -> Value:
        if (
            self._machine.models.method(context.language, "." + name) is not None
            or self._machine.models.method(context.language, f".{name}()") is not None
        ):
            return self._interner.library("?." + name)
        return self._interner.unknown("unresolved")

    def _of_source(self, context: Context, base: Source, name: str, site: Site) -> Value:
        if base.kind == "environment":
            if base.name == "*":
                context.reads[Read(base.kind, name, site)] = None
            return self._interner.source(
                base.kind, name if base.name == "*" else base.name, site if base.name == "*" else base.site, base.origin
            )
        if name == "length" and base.kind in _WITHOUT_LENGTH:
            return self._interner.unknown("length")
        if base.kind in _COLLAPSED_SOURCES:
            return self._login_of(base, name) or base
        path = f"{base.name}.{name}" if base.name else name
        return self._interner.source(base.kind, path, base.site, base.origin) if len(path) <= _LONGEST_PATH else base

    def of_library(self, context: Context, base: Library, name: str, site: Site) -> Value:
        """A longer path; a member of a source such as the environment is a source of its own."""
        if base.path in GLOBAL_OBJECTS:
            return self._machine.global_value(context, name, site)
        patched = self._heap.find("object", 0, Site(base.path, 0, 0), "library-properties", base.path)
        if patched is None:
            self._library_readers.setdefault((base.path, name), {})[context.id] = None
        elif entries := self._heap.read(patched, name, context.id):
            return self._interner.union([*(e.value for e in entries), self._unpatched(context, base, name, site)])
        return self._unpatched(context, base, name, site)

    def _unpatched(self, context: Context, base: Library, name: str, site: Site) -> Value:
        api = self._machine.models.find(context.language, base.path)
        if (
            api is not None
            and api.source is not None
            and api.source.members
            and not self._is_modelled(context, f"{base.path}.{name}")
        ):
            context.reads[Read(api.source.kind, name, site)] = None
            return self._interner.source(api.source.kind, name, site)
        if name == "default" and "." not in base.path.rsplit("/", 1)[-1]:
            return base
        return self.library(context, f"{base.path}.{name}", base.receiver)

    def _is_modelled(self, context: Context, path: str) -> bool:
        return self._machine.models.leads_somewhere(context.language, path)

    def library(self, context: Context, path: str, receiver: Value | None) -> Value:
        """The library value with this path, under its canonical name."""
        api = self._machine.models.find(context.language, path)
        if api is not None and api.alias:
            return self.library(context, api.alias, receiver)
        return self._interner.library(path, receiver)

    def _of_function(self, context: Context, base: Function, name: str) -> Value:
        found = self._heap.allocate("object", 0, Site(base.function, 0, 0), "properties", base)
        value = self._heap.read_value(found, name, context.id)
        if value is not None:
            return value
        if name in ("fn", "func", "__wrapped__", "__func__"):
            return base
        if name == "__name__":
            return self._interner.constant(base.function.rpartition(".")[2].rpartition("#")[2])
        return self._interner.unknown("unresolved")

    def _of_object(self, context: Context, target: HeapObject, base: Object, name: str, site: Site) -> Value:
        if target.kind in ("exports", "module"):
            return self._links.read_export(context, target, name, site)
        if name == "size" and target.kind in ("object", "set") and name not in target.named:
            return self._interner.unknown("length")  # how many a map holds says nothing of what it holds
        found = self._own(context, target, name) if target.kind != "class" else []
        if found and target.kind in ("instance", "library"):
            earlier = self._before_replaced(context, target, base, name, site)
            if earlier is not None:
                return earlier
        if target.kind == "instance":
            # What is kept under unknown keys hides no method of the class.
            inherited = self._inherited(context, target, base, name, site) if name not in target.named else []
            found = [*inherited, *found] or self._by_getattr(context, base, name, site)
            if not found and target.path:
                return self.library(context, f"{target.path}.{name}", base)
        elif target.kind == "class":
            found = self._of_class(context, target, base, name)
            if not found and target.path:
                return self.library(context, f"{target.path}.{name}", None)
        elif target.kind == "library" and not found:
            if target.path == "URL()" and name in ADDRESS_PARTS:
                return base
            api = self._machine.models.find(context.language, f"{target.path}.{name}")
            if (
                api is not None
                and api.source is not None
                and api.client is False
                and api.source.members is False
                and api.registration is None
                and not api.callbacks
            ):
                return self._interner.source(api.source.kind, api.source.fixed_name or name, site, self._receiver_origin(target))
            return self.library(context, f"{target.path}.{name}", base)
        if not found:
            return self._missing(context, target, name)
        return self._interner.union(found)

    def _before_replaced(self, context: Context, target: HeapObject, base: Object, name: str, site: Site) -> Value | None:
        """`const send = client.send.bind(client); client.send = m => send(m)`: read in the function that replaces it, ahead of that, a
        method is what it was before. None where it is not replaced there."""
        entries = self._heap.read(target, name, context.id)
        later = [e for e in entries if e.site.function == site.function and e.site.start > site.start and _calls(e.value)]
        if not later:
            return None
        values = [e.value for e in entries if e not in later]
        if target.kind == "instance":
            values.extend(self._inherited(context, target, base, name, site))
        if target.path:
            values.append(self.library(context, f"{target.path}.{name}", base))
        return self._interner.union(values) if values else None

    def _receiver_origin(self, target: HeapObject) -> Value | None:
        return target.arguments[0] if target.arguments else None

    def _missing(self, context: Context, target: HeapObject, name: str) -> Value:
        if target.kind in ("list", "tuple", "set") and name == "length":
            return self._interner.unknown("length")
        return self._interner.none

    def _own(self, context: Context, target: HeapObject, name: str) -> list[Value]:
        if target.accessors.get(name) == "property" and target.kind == "object":
            values = [self._bound_property(context, target, name, e) for e in self._heap.read(target, name, context.id)]
        else:
            value = self._heap.read_member(target, name, context.id)
            return [value] if value is not None else []
        values.extend(e.value for e in target.unnamed.values())
        return values

    def _bound_property(self, context: Context, target: HeapObject, name: str, entry: Entry) -> Value:
        if target.accessors.get(name) == "property" and target.kind == "object":
            return self._machine.call(context, entry.value, self._interner.object(target.id), Arguments(), entry.site, ())
        return entry.value

    def class_chain_of(self, cls: Value) -> list[HeapObject]:
        """The class and its base classes, nearest first."""
        chain: list[HeapObject] = []
        queue = [cls]
        while queue and len(chain) < _MOST_BASES:
            here = queue.pop(0)
            for one in here.alternatives if isinstance(here, Union) else (here,):
                if isinstance(one, Object) and self._heap[one.id].kind == "class" and self._heap[one.id] not in chain:
                    chain.append(self._heap[one.id])
                    queue.extend(self._heap[one.id].bases)
        return chain

    def class_chain(self, context: Context, cls: Value) -> list[HeapObject]:
        """The class and its base classes, nearest first, as somebody asks who must know when that changes."""
        return self.class_chain_of(cls)

    def _inherited(self, context: Context, target: HeapObject, base: Object, name: str, site: Site) -> list[Value]:
        if target.cls is None:
            return []
        for cls in self.class_chain(context, target.cls):
            entries = self._heap.read(cls, name, context.id)
            if entries:
                kind = cls.accessors.get(name, "method")
                return [self._bind(context, base, cls, kind, e, site) for e in entries]
        return []

    def _by_getattr(self, context: Context, base: Object, name: str, site: Site) -> list[Value]:
        """What an own class's `__getattr__` gives for a name that nothing else has."""
        if context.language != "python" or name.startswith("__"):
            return []
        method = self.read(context, base, "__getattr__", site)
        if not isinstance(method, Function):
            return []
        return [self._machine.call(context, method, base, Arguments((self._interner.constant(name),)), site, ())]

    def _bind(self, context: Context, base: Value, cls: HeapObject, kind: str, entry: Entry, site: Site) -> Value:
        if kind == "property":
            return self._machine.call(context, self._with_this(entry.value, base), base, Arguments(), site, ())
        if kind == "class":
            return self._with_this(entry.value, self._interner.object(cls.id))
        if kind in ("static", "field"):
            return entry.value
        return self._with_this(entry.value, base)

    def _with_this(self, value: Value, this: Value) -> Value:
        if isinstance(value, Function):
            return self._interner.function(value.function, value.frames, this)
        if isinstance(value, Union):
            return self._interner.union(self._with_this(one, this) for one in value.alternatives)
        if isinstance(value, Derived):
            # A decorated method: what the decorator keeps of it is still called on the instance.
            return self._interner.derived(value.operation, [self._with_this(p, this) for p in value.parts], value.site)
        return value

    def _of_class(self, context: Context, target: HeapObject, base: Object, name: str) -> list[Value]:
        for cls in self.class_chain(context, base):
            entries = self._heap.read(cls, name, context.id)
            if entries:
                kind = cls.accessors.get(name, "method")
                return [self._with_this(e.value, base) if kind == "class" else e.value for e in entries]
        return []

    # ------------------------------------------------------------------------------------------------------------- indexed

    def read_index(self, context: Context, base: Value, key: Value, site: Site) -> Value:
        """`base[key]`: by constant key a field or an element, else any of them."""
        if isinstance(base, Union):
            return self._interner.union(self.read_index(context, one, key, site) for one in base.alternatives)
        if isinstance(key, Union) and all(isinstance(k, Constant) for k in key.alternatives):
            return self._interner.union(self.read_index(context, base, one, site) for one in key.alternatives)
        if isinstance(key, Constant) and isinstance(key.value, str):
            found = self.read(context, base, key.value, site)
            if found is self._interner.none and isinstance(base, Object) and self._heap[base.id].kind == "instance":
                return self._item_of_instance(context, base, key, site)
            return found
        if isinstance(base, Object):
            if self._heap[base.id].kind == "instance":
                return self._item_of_instance(context, base, key, site)
            return self._indexed_object(context, self._heap[base.id], key)
        if (
            isinstance(base, Constant)
            and isinstance(base.value, (str, bytes))
            and isinstance(key, Constant)
            and isinstance(key.value, int)
        ):
            text = base.value
            return self._interner.constant(text[key.value], base.history) if -len(text) <= key.value < len(text) else self._interner.none
        if isinstance(base, Constant) and isinstance(base.value, (str, bytes)) and isinstance(key, (Source, Derived, Concat)):
            return self._interner.derived("character", [key, base], site)  # an alphabet: what is looked up tells the key
        if isinstance(base, Library):
            api = self._machine.models.find(context.language, base.path)
            if api is not None and api.source is not None and api.source.members:
                context.reads[Read(api.source.kind, "?", site)] = None
                return self._interner.source(api.source.kind, "?", site, key)
        if isinstance(base, Library) and base.path in COMMAND_LINE:
            return self._interner.source("arguments", "", site)
        if isinstance(base, Source):
            return base if base.kind in _COLLAPSED_SOURCES or base.kind == "environment" else self._of_source(context, base, "*", site)
        return base if isinstance(base, (Derived, Concat)) else self._interner.unknown("unresolved")

    def _item_of_instance(self, context: Context, base: Object, key: Value, site: Site) -> Value:
        """An own class's `__getitem__`; else any of its fields."""
        method = self.read(context, base, "__getitem__", site)
        if isinstance(method, Function):
            return self._machine.call(context, method, base, Arguments((key,)), site, ())
        return self._indexed_object(context, self._heap[base.id], key)

    def _indexed_object(self, context: Context, target: HeapObject, key: Value) -> Value:
        entries = self._heap.items(target, context.id)
        if (
            isinstance(key, Constant)
            and isinstance(key.value, int)
            and not isinstance(key.value, bool)
            and target.ordered
            and target.kind in ("list", "tuple")
        ):
            if -len(entries) <= key.value < len(entries):
                return entries[key.value].value
            return self._interner.none
        if target.kind in ("list", "tuple", "set"):
            found = [e.value for e in entries]
        else:
            # A table looked up by a key: which rows can be meant is the key's business, so the key takes part.
            found = [e.value for e in self._heap.read_all(target, context.id)]
        if not found:
            return self._interner.unknown("unresolved") if target.kind == "library" else self._interner.none
        value = self._interner.union(found)
        if isinstance(key, (Source, Derived, Concat)) and isinstance(value, (Constant, Union)) and _all_constant(value):
            return self._interner.derived("lookup", [key, value], target.site)
        return value

    # -------------------------------------------------------------------------------------------------------------- writing

    def write(self, context: Context, base: Value, name: str, value: Value, site: Site, guards: Guards, label: str = "") -> None:
        """Write a field of every object the base may be."""
        for one in base.alternatives if isinstance(base, Union) else (base,):
            if isinstance(one, Library) and one.path in GLOBAL_OBJECTS:
                self._machine.set_global(context, name, value, site, guards)
                continue
            target = self._writable(one)
            if target is None:
                continue
            if isinstance(one, Library) and name not in target.named:
                self._heap.touched.update(self._library_readers.get((one.path, name), {}))
            if (
                target.kind == "instance"
                and target.cls is not None
                and self._set_by_setter(context, target, one, name, value, site, guards)
            ):
                continue
            self._heap.write(target, name, Entry(value, site, guards, False, label or name, context.runs), context.id)

    def _set_by_setter(
        self, context: Context, target: HeapObject, this: Value, name: str, value: Value, site: Site, guards: Guards
    ) -> bool:
        assert target.cls is not None
        for cls in self.class_chain(context, target.cls):
            entries = self._heap.read(cls, f"set {name}", context.id)
            for entry in entries:
                self._machine.call(context, self._with_this(entry.value, this), this, Arguments((value,)), site, guards)
            if entries:
                return True
        return False

    def _writable(self, value: Value) -> HeapObject | None:
        if isinstance(value, Object):
            return self._heap[value.id]
        if isinstance(value, Function):
            return self._heap.allocate("object", 0, Site(value.function, 0, 0), "properties", value)
        if isinstance(value, Library) and value.receiver is not None and isinstance(value.receiver, Object):
            # `session.headers["x"] = v`: kept under the path behind the receiver, where the ports of models find it.
            return self.member_of(self._heap[value.receiver.id], value.path.rsplit(".", 1)[-1])
        if isinstance(value, Library):
            return self._heap.allocate("object", 0, Site(value.path, 0, 0), "library-properties", value.path)
        return None

    def member_of(self, owner: HeapObject, name: str) -> HeapObject:
        """The object that a library object's member is, once something is put into it (`client.headers`, `url.searchParams`)."""
        member = self._heap.allocate("object", 0, owner.site, "member", owner.id, name)
        if name not in owner.named:
            self._heap.write(owner, name, Entry(self._interner.object(member.id), owner.site, ()), 0)
        return member

    def write_index(self, context: Context, base: Value, key: Value, value: Value, site: Site, guards: Guards) -> None:
        """`base[key] = value`."""
        keys = key.alternatives if isinstance(key, Union) else (key,)
        for one in keys:
            if isinstance(one, Constant) and isinstance(one.value, str):
                self.write(context, base, one.value, value, site, guards)
                continue
            for holder in base.alternatives if isinstance(base, Union) else (base,):
                target = self._writable(holder)
                if target is None or self._set_item(context, target, holder, one, value, site, guards):
                    continue
                entry = Entry(value, site, guards, False, "", context.runs)
                if target.kind in ("list", "tuple"):
                    self._heap.append(target, entry, context.id, ordered=False)
                else:
                    self._heap.write_unnamed(target, one, entry, context.id)

    def _set_item(
        self, context: Context, target: HeapObject, this: Value, key: Value, value: Value, site: Site, guards: Guards
    ) -> bool:
        """An own class's `__setitem__`, if it has one."""
        if target.kind != "instance" or target.cls is None or context.language != "python":
            return False
        for cls in self.class_chain(context, target.cls):
            entries = self._heap.read(cls, "__setitem__", context.id)
            for entry in entries:
                self._machine.call(context, self._with_this(entry.value, this), this, Arguments((key, value)), site, guards)
            if entries:
                return True
        return False


def _calls(value: Value) -> bool:
    """Is it something to call?"""
    return any(isinstance(v, (Function, Derived)) for v in (value.alternatives if isinstance(value, Union) else (value,)))


def _all_constant(value: Value) -> bool:
    return all(isinstance(v, Constant) for v in (value.alternatives if isinstance(value, Union) else (value,)))


def unknown_only(value: Value) -> bool:
    """Is nothing known of the value?"""
    return all(isinstance(v, Unknown) for v in (value.alternatives if isinstance(value, Union) else (value,)))
