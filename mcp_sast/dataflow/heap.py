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
    while that is known (`ordered`), else all that may be in it. `spreads`: unknown values that were spread or merged in."""

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
    readers: dict[str, dict[int, None]] = field(default_factory=dict)
    joined: dict[str, Value] = field(default_factory=dict)
    bases: tuple[Value, ...] = ()
    name: str = ""


ANY_FIELD = "*"


class Heap:
    """All objects of one analysis. `touched` collects the contexts that read something which has changed since."""

    def __init__(self, interner: Interner) -> None:
        self._interner = interner
        self._objects: dict[int, HeapObject] = {}
        self._by_site: dict[tuple[object, ...], int] = {}
        self.touched: dict[int, None] = {}

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

    # ------------------------------------------------------------------------------------------------------------ writing

    def write(self, target: HeapObject, name: str, entry: Entry, context: int) -> None:
        """Write a field. Readers of it (and of all fields) are re-opened if it says something new."""
        entries = target.named.get(name)
        if entries is None:
            entries = target.named[name] = {}
        if self._put(entries, entry, context):
            target.joined.pop(name, None)
            self._touch(target, name)

    def write_unnamed(self, target: HeapObject, key: Value, entry: Entry, context: int) -> None:
        """Write under a key that is not known."""
        target.keys.setdefault(key)
        if self._put(target.unnamed, entry, context):
            self._touch(target, None)

    def append(self, target: HeapObject, entry: Entry, context: int, index: int = -1, ordered: bool = True) -> None:
        """Add a list element. `ordered` is False when its position is unknown (push in a loop, insert)."""
        if not ordered:
            target.ordered = False
        site = (
            entry.site if index < 0 else Site(entry.site.function, entry.site.start, entry.site.end + (index + 1) * 1_000_000_000)
        )
        key = (context, site)
        if self._put_key(target.items, key, entry):
            self._touch(target, ANY_FIELD)

    def _put(self, entries: dict[WriteKey, Entry], entry: Entry, context: int) -> bool:
        return self._put_key(entries, (context, entry.site), entry)

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
        if entry.run > RUNS_BEFORE_WIDENING and old.value is not entry.value:
            entry.value = self._interner.widened(old.value, entry.value)
        entries[key] = entry
        return old.value is not entry.value

    def _touch(self, target: HeapObject, name: str | None) -> None:
        if name is None:
            for readers in target.readers.values():
                self.touched.update(readers)
            return
        found = target.readers.get(name)
        if found:
            self.touched.update(found)
        if name != ANY_FIELD:
            found = target.readers.get(ANY_FIELD)
            if found:
                self.touched.update(found)

    # ------------------------------------------------------------------------------------------------------------ reading

    def read(self, target: HeapObject, name: str, context: int) -> list[Entry]:
        """Entries of a field (own ones only; classes are the interpreter's business)."""
        target.readers.setdefault(name, {})[context] = None
        found = target.named.get(name)
        return list(found.values()) if found else []

    def read_value(self, target: HeapObject, name: str, context: int) -> Value | None:
        """A field's value, the union over its entries; None if it has none. Remembered until the field is written again."""
        target.readers.setdefault(name, {})[context] = None
        known = target.joined.get(name)
        if known is None:
            entries = target.named.get(name)
            if not entries:
                return None
            known = target.joined[name] = self._interner.union(e.value for e in entries.values())
        return known

    def read_all(self, target: HeapObject, context: int) -> list[Entry]:
        """Every entry: fields, unknown keys, elements."""
        target.readers.setdefault(ANY_FIELD, {})[context] = None
        return list(self.entries(target))

    def entries(self, target: HeapObject) -> Iterator[Entry]:
        """Every entry, without being noted as a reader (for queries after the analysis)."""
        for entries in target.named.values():
            yield from entries.values()
        yield from target.unnamed.values()
        yield from target.items.values()

    def items(self, target: HeapObject, context: int) -> list[Entry]:
        """List elements."""
        target.readers.setdefault(ANY_FIELD, {})[context] = None
        return list(target.items.values())
