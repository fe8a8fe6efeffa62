"""State that grows from call to call: counters.

In: a settled `Analysis`, which contexts belong to one call only. Out: whether a value is, or is made of, a counter that outlives
the call: a variable of a module or of a closure, an attribute, an entry of a table, the number of elements of a list that is kept.

    let sent = 0; … sent += 1          the slot `sent` of the module holds 0 and (itself + 1)

The interpreter widens such a slot to `one-of-many(0, 1)`; both forms are known here by the value's identity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mcp_sast.dataflow.analysis import Analysis
from mcp_sast.dataflow.heap import Entry, HeapObject
from mcp_sast.dataflow.values import Concat, Constant, Derived, Object, Site, Source, Union, Value, alternatives

_STEPS = frozenset({"add", "sub", "mul", "bitxor", "mod"})
_COUNTING_LIBRARIES = frozenset({"itertools.count", "collections.Counter"})
_KEEPING = frozenset({"module", "class", "exports"})
_MOST_PARTS_SEEN = 200


def parts_of(value: Value) -> Iterator[Value]:
    """A value and the values inside it, not through the heap, outermost first."""
    todo, seen = [value], 0
    while todo and seen < _MOST_PARTS_SEEN:
        here = todo.pop()
        seen += 1
        yield here
        if isinstance(here, (Derived, Concat)):
            todo.extend(reversed(here.parts))
        elif isinstance(here, Union):
            todo.extend(reversed(here.alternatives))


class Growth:
    """The counters of one package. `of_one_call` says of a context whether it is entered by calls only: what it makes dies with it."""

    def __init__(self, analysis: Analysis, of_one_call: Callable[[int], bool]) -> None:
        self._analysis = analysis
        self._of_one_call = of_one_call
        self._kept: dict[Value, str] = {}
        self._short_lived: dict[Value, set[str]] = {}
        self._readers: dict[Value, set[str]] = {}
        for target in analysis.heap:
            self._collect(target)

    def name_of(self, value: Value, site: Site) -> str:
        """The name of the counter that a value is made of, "" if there is none. `site`: where it is looked at; a counter of one call
        that looks the same is told from a kept one by which of them the function there reads."""
        for part in parts_of(value):
            if isinstance(part, Source):
                name = self._of_source(part)
                if name:
                    return name
            elif part in self._kept and not self._is_local(part, site):
                return self._kept[part]
        return ""

    def is_kept(self, target: HeapObject) -> bool:
        """Does an object outlive the call in which it is used?"""
        return target.kind in _KEEPING or target.context == 0 or not self._of_one_call(target.context)

    def _of_source(self, part: Source) -> str:
        if part.kind == "library" and part.name in _COUNTING_LIBRARIES:
            return part.name
        if part.kind == "count" and part.origin is not None:
            lists = [self._analysis.heap[one.id] for one in alternatives(part.origin) if isinstance(one, Object)]
            if any(self.is_kept_list(one) for one in lists):
                return "length"
        return ""

    def is_kept_list(self, target: HeapObject) -> bool:
        """A list or table that outlives the call, and that calls fill."""
        return self.is_kept(target) and self._is_filled_by_calls(target)

    def _is_filled_by_calls(self, target: HeapObject) -> bool:
        entries = (*target.items, *target.unnamed)
        return any(context in self._analysis.contexts and self._of_one_call(context) for context, _ in entries)

    def _is_local(self, value: Value, site: Site) -> bool:
        """Is it a counter of one call that the function at the site looks at, and no kept one?"""
        return site.function in self._short_lived.get(value, ()) and site.function not in self._readers.get(value, ())

    # ------------------------------------------------------------------------------------------------------------ collecting

    def _collect(self, target: HeapObject) -> None:
        for name, entries in target.named.items():
            self._slot(target, name, list(entries.values()))
        if target.unnamed:
            self._slot(target, "*", list(target.unnamed.values()))
        if target.items and target.kind == "list" and len(target.items) <= 8:
            self._slot(target, "*", list(target.items.values()))

    def _slot(self, target: HeapObject, name: str, entries: list[Entry]) -> None:
        joined = self._analysis.interner.union(e.value for e in entries)
        growing = [e for e in entries if _grows(e.value, joined) or (name == "*" and _counts_up(e.value))]
        if not growing:
            return
        reading = {self._analysis.contexts[c].function.id for c in target.readers.get(name, ()) if c in self._analysis.contexts}
        kept = self.is_kept(target)
        for value in (joined, *(e.value for e in growing)):
            if not kept:
                self._short_lived.setdefault(value, set()).update(reading | {target.site.function})
                continue
            self._kept.setdefault(value, name)
            self._readers.setdefault(value, set()).update(reading)


def _grows(value: Value, joined: Value) -> bool:
    """Is a slot's value a number made of the slot's own value?"""
    for one in alternatives(value):
        if not isinstance(one, Derived):
            continue
        if one.operation == "one-of-many":
            numbers = [p for p in one.parts if _is_number(p)]
            if numbers and len(one.parts) > 1 and all(_is_number(p) or _is_none(p) for p in one.parts):
                return True
        elif one.operation in _STEPS and any(_is_number(p) for p in one.parts):
            inner = {part for p in one.parts for part in parts_of(p)}
            if joined in inner or any(a in inner for a in alternatives(joined) if not _is_none(a)):
                return True
            if any(isinstance(p, Derived) and (p.operation, p.site) == (one.operation, one.site) for p in inner):
                return True
    return False


def _counts_up(value: Value) -> bool:
    """`(counts.get(key) ?? 0) + 1`, stored under a key; or what that becomes, the key among its parts."""
    for one in alternatives(value):
        if isinstance(one, Derived) and one.operation == "one-of-many":
            numbers = [p for p in one.parts if _is_number(p)]
            return len(numbers) > 1 and all(_is_number(p) or _is_none(p) or isinstance(p, Source) for p in one.parts)
    return any(
        isinstance(one, Derived)
        and one.operation in ("add", "sub")
        and any(_is_number(p) for p in one.parts)
        and any(isinstance(p, Union) and any(_is_number(a) or _is_none(a) for a in p.alternatives) for p in one.parts)
        for one in alternatives(value)
    )


def _is_number(value: Value) -> bool:
    return isinstance(value, Constant) and isinstance(value.value, (int, float)) and not isinstance(value.value, bool)


def _is_none(value: Value) -> bool:
    return isinstance(value, Constant) and value.value is None
