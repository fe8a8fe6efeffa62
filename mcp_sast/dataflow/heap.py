"""The abstract heap: objects by allocation site, their fields and elements.

In: writes, each with the value, the site and the guard under which it happened. Out: what a read may give, and who read what
(so that a later write re-opens the readers).

Objects are: literals, lists, instances, classes, modules, activations of functions whose variables closures share ("frames"),
and library objects with the arguments they were made from. Writes accumulate (flow-insensitive); a write from the same context
and site replaces what it wrote in an earlier run, so that a value which was not known yet leaves nothing stale behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from mcp_sast.dataflow.values import Interner, Site, Value

HeapKind = Literal["object", "list", "tuple", "set", "instance", "class", "module", "frame", "library", "exports"]
MOST_ITEMS = 2_000
RUNS_BEFORE_WIDENING = 3


class Guard(NamedTuple):
    """A condition that must hold: the tested value and whether it must be true. Chains are tuples of guards."""

    condition: Value
    holds: bool
    site: Site


Guards = tuple[Guard, ...]


@dataclass(slots=True)
class Entry:
    """A value in a field or list, the site where it entered, and under which guards. `literal`: the value was written out at that
    very place (a constant in a display); `label` names what the entry stands under in the source ("bcc")."""

    value: Value
    site: Site
    guards: Guards
    literal: bool = False
    label: str = ""
    run: int = 0


WriteKey = tuple[int, Site]


@dataclass(slots=True)
class HeapObject:
    """One abstract object. `named`: fields by constant name; `unnamed`: values under unknown keys; `items`: list elements in order
    while that is known (`ordered`), else all that may be in it. `readers`: who read a field, and what it saw; `writers`: the only context
    that wrote a field, SEVERAL if there are more; `joined`: values of fields, remembered."""

    id: int
    kind: HeapKind
    site: Site
    context: int
    path: str = ""
    cls: Value | None = None
    callee: Value | None = None
    receiver: Value | None = None
    arguments: tuple[Value, ...] = ()
    keywords: tuple[tuple[str, Value], ...] = ()
    named: dict[str, dict[WriteKey, Entry]] = field(default_factory=dict)
    unnamed: dict[WriteKey, Entry] = field(default_factory=dict)
    keys: dict[Value, None] = field(default_factory=dict)
    items: dict[WriteKey, Entry] = field(default_factory=dict)
    ordered: bool = True
    accessors: dict[str, str] = field(default_factory=dict)
    readers: dict[str, dict[int, object]] = field(default_factory=dict)
    joined: dict[str, Value] = field(default_factory=dict)
    writers: dict[str, int] = field(default_factory=dict)
    bases: tuple[Value, ...] = ()
    name: str = ""


ANY_FIELD = "*"
SEVERAL = -1
_ENTRIES = object()  # what a reader saw that looked at more than values, or at several


class Heap:
    """All objects of one analysis. `touched` collects the contexts that read something which has changed since; `doubtful` those that
    read a value to which something was written, which need not have changed it (`has_changed` tells)."""

    def __init__(self, interner: Interner) -> None:
        self._interner = interner
        self._objects: dict[int, HeapObject] = {}
        self._by_site: dict[tuple[object, ...], int] = {}
        self.touched: dict[int, None] = {}
        self.since: dict[int, int] = {}
        self.doubtful: dict[int, dict[tuple[int, str], None]] = {}
        self._reads: dict[int, list[dict[int, object]]] = {}

    def __getitem__(self, heap_id: int) -> HeapObject:
        return self._objects[heap_id]

    def __iter__(self) -> Iterator[HeapObject]:
        return iter(self._objects.values())

    def allocate(self, kind: HeapKind, context: int, site: Site, *extra: object) -> HeapObject:
        """The object of this context, site and kind; the same one when the allocation runs again."""
        key = (kind, context, site, *extra)
        found = self._by_site.get(key)
        if found is not None:
            return self._objects[found]
        heap_id = len(self._objects) + 1
        made = HeapObject(heap_id, kind, site, context)
        self._objects[heap_id] = made
        self._by_site[key] = heap_id
        return made

    def find(self, kind: HeapKind, context: int, site: Site, *extra: object) -> HeapObject | None:
        """The object that was allocated so, if there is one."""
        found = self._by_site.get((kind, context, site, *extra))
        return self._objects[found] if found is not None else None

    # ------------------------------------------------------------------------------------------------------------ writing

    def write(self, target: HeapObject, name: str, entry: Entry, context: int) -> None:
        """Write a field. Readers of it (and of all fields) are re-opened if it says something new."""
        entries = target.named.get(name)
        if entries is None:
            entries = target.named[name] = {}
            target.writers[name] = context
        elif target.writers[name] != context:
            target.writers[name] = SEVERAL
        if self._put_key(entries, (context, entry.site), entry):
            target.joined.pop(name, None)
            if target.readers:
                self._touch(target, name)

    def write_unnamed(self, target: HeapObject, key: Value, entry: Entry, context: int) -> None:
        """Write under a key that is not known."""
        target.keys.setdefault(key)
        if self._put_key(target.unnamed, (context, entry.site), entry):
            self._touch(target, None)

    def append(
        self, target: HeapObject, entry: Entry, context: int, index: int = -1, ordered: bool = True, place: Site | None = None
    ) -> None:
        """Add a list element. `ordered` is False when its position is unknown (push in a loop, insert). `place` tells elements apart that
        entered at one site (those of another list, which that list told apart)."""
        if not ordered:
            target.ordered = False
        site = (
            entry.site if index < 0 else Site(entry.site.function, entry.site.start, entry.site.end + (index + 1) * 1_000_000_000)
        )
        key = (context, place if place is not None else site)
        if self._put_key(target.items, key, entry):
            self._touch(target, ANY_FIELD)

    def _put_key(self, entries: dict[WriteKey, Entry], key: WriteKey, entry: Entry) -> bool:
        old = entries.get(key)
        if old is None:
            if len(entries) >= MOST_ITEMS:
                return False
            entries[key] = entry
            return True
        if old.run == entry.run:
            value = self._interner.union((old.value, entry.value))
            if value is old.value:
                return False
            entries[key] = Entry(
                value,
                entry.site,
                old.guards if old.guards == entry.guards else (),
                entry.literal and old.literal,
                entry.label,
                entry.run,
            )
            return True
        if entry.run - self.since.get(key[0], 0) > RUNS_BEFORE_WIDENING and old.value is not entry.value:
            entry.value = self._interner.widened(old.value, entry.value)
        entries[key] = entry
        return old.value is not entry.value

    def _touch(self, target: HeapObject, name: str | None) -> None:
        for field_name in target.readers if name is None else (name,) if name == ANY_FIELD else (name, ANY_FIELD):
            readers = target.readers.get(field_name)
            if readers:
                key = (target.id, field_name)
                for context, seen in readers.items():
                    if seen is _ENTRIES:
                        self.touched[context] = None
                    else:
                        self.doubtful.setdefault(context, {})[key] = None

    # ---------------------------------------------------------------------------------------------------------- who read what

    def begin(self, context: int) -> None:
        """A run of the context begins, or it is not run any more: what it read before does not matter."""
        for readers in self._reads.pop(context, ()):
            readers.pop(context, None)
        self.doubtful.pop(context, None)

    def has_changed(self, context: int) -> bool:
        """Would the context see something else where it was found doubtful?"""
        for heap_id, name in self.doubtful.pop(context, ()):
            target = self._objects[heap_id]
            seen = target.readers[name].get(context, _ENTRIES)
            if seen is _ENTRIES or seen != (self._item_values(target) if name == ANY_FIELD else self._member(target, name)):
                return True
        return False

    def _note(self, target: HeapObject, name: str, context: int, seen: object) -> None:
        readers = target.readers.get(name)
        if readers is None:
            readers = target.readers[name] = {}
        if context not in readers:
            readers[context] = seen
            reads = self._reads.get(context)
            if reads is None:
                self._reads[context] = [readers]
            else:
                reads.append(readers)
        elif readers[context] != seen:
            readers[context] = _ENTRIES

    # ------------------------------------------------------------------------------------------------------------ reading

    def read(self, target: HeapObject, name: str, context: int) -> list[Entry]:
        """Entries of a field (own ones only; classes are the interpreter's business)."""
        self._note(target, name, context, _ENTRIES)
        found = target.named.get(name)
        return list(found.values()) if found else []

    def read_value(self, target: HeapObject, name: str, context: int) -> Value | None:
        """A field's value, the union over its entries; None if it has none. What was written under unknown keys is no part of it."""
        value = self._named(target, name)
        self._note(target, name, context, value)
        return value

    def read_member(self, target: HeapObject, name: str, context: int) -> Value | None:
        """As read_value, together with what was written under unknown keys."""
        value = self._member(target, name)
        self._note(target, name, context, value)
        return value

    def _named(self, target: HeapObject, name: str) -> Value | None:
        known = target.joined.get(name)
        if known is None:
            entries = target.named.get(name)
            if not entries:
                return None
            known = target.joined[name] = self._interner.union([e.value for e in entries.values()])
        return known

    def _member(self, target: HeapObject, name: str) -> Value | None:
        known = self._named(target, name)
        if not target.unnamed:
            return known
        further = [e.value for e in target.unnamed.values()]
        return self._interner.union([known, *further] if known is not None else further)

    def read_all(self, target: HeapObject, context: int) -> list[Entry]:
        """Every entry: fields, unknown keys, elements."""
        self._note(target, ANY_FIELD, context, _ENTRIES)
        return list(self.entries(target))

    def entries(self, target: HeapObject) -> Iterator[Entry]:
        """Every entry, without being noted as a reader (for queries after the analysis)."""
        for entries in target.named.values():
            yield from entries.values()
        yield from target.unnamed.values()
        yield from target.items.values()

    def items(self, target: HeapObject, context: int) -> list[Entry]:
        """List elements."""
        self._note(target, ANY_FIELD, context, _ENTRIES)
        return list(target.items.values())

    def item_values(self, target: HeapObject, context: int) -> tuple[Value, ...]:
        """The values of list elements."""
        values = self._item_values(target)
        self._note(target, ANY_FIELD, context, values)
        return values

    @staticmethod
    def _item_values(target: HeapObject) -> tuple[Value, ...]:
        return tuple([e.value for e in target.items.values()])
