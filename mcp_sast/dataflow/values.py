"""Abstract values: what the interpreter computes with.

In: constants, places, other values. Out: interned, immutable `Value`s.

A value is at once what is known of the thing (a constant, a string with holes, a function, a heap object) and where it came
from: the `Source` leaves inside a `Derived` or `Concat` are its taint, so there is no second domain for labels.

    process.env.KEY                         Source("environment", "KEY")
    "https://" + host + "/x"                Concat("https://", host, "/x")
    JSON.stringify(o)                       Derived("JSON.stringify", (o,))

Values are interned: equal means identical, which makes them cheap keys. Sizes are capped (`MOST_ALTERNATIVES`, `MOST_PARTS`,
`DEEPEST`): what grows over a cap is flattened to its leaves, so that a label is never lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from mcp_sast.dataflow.provenance import NOWHERE as NOWHERE
from mcp_sast.dataflow.provenance import Fold, joined_history
from mcp_sast.dataflow.provenance import Site as Site
from mcp_sast.ir.ops import ConstantValue

MOST_ALTERNATIVES = 24
MOST_PARTS = 64
MOST_LEAVES = 64
DEEPEST = 10
LONGEST_STRING = 1_000_000


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Value:
    """Base of all values; identity is equality (see `Interner`). `depth` bounds the nesting of values in values."""

    @property
    def depth(self) -> int:
        return 0


@dataclass(frozen=True, slots=True, eq=False)
class Compound(Value):
    """Made of other values. `leaves` is filled when somebody asks for them (see `leaves`)."""

    leaves: tuple[Value, ...] | None = field(default=None, init=False, repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Constant(Value):
    """`history`: the steps that decoded it or put it together from pieces, as far as they hide it; equal texts with other histories are
    other constants."""

    value: ConstantValue
    history: tuple[Fold, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Concat(Compound):
    """A string put together; constant parts are merged. At least one part is not constant."""

    parts: tuple[Value, ...]
    depth: int


@dataclass(frozen=True, slots=True, eq=False)
class Object(Value):
    """A reference to the heap object with this id."""

    id: int


@dataclass(frozen=True, slots=True, eq=False)
class Function(Value):
    """A closure. `frames`: (function id, heap id of its activation) of the enclosing functions; `this` if it is bound."""

    function: str
    frames: tuple[tuple[str, int], ...]
    this: Value | None


@dataclass(frozen=True, slots=True, eq=False)
class Library(Value):
    """Something of a library or of the platform, by its path: `axios.create`, `process.env`, `os.path.join`.

    `receiver` is the library object the path was read from (`smtp` in `smtp.send_message`), if it is one on the heap.
    """

    path: str
    receiver: Value | None


@dataclass(frozen=True, slots=True, eq=False)
class Source(Value):
    """Data from outside: `kind` as models name it (`environment`, `tool-argument`, `response`, `file`, `library`), `name` which one
    (a variable, an access path in the arguments, a library path; "*" for all of them), `origin` further values that matter for
    judging it (where a response came from), `site` where it was read."""

    kind: str
    name: str
    site: Site
    origin: Value | None


@dataclass(frozen=True, slots=True, eq=False)
class Derived(Compound):
    """Computed from the parts in a way that is not evaluated; `operation` says by what."""

    operation: str
    parts: tuple[Value, ...]
    site: Site
    depth: int


@dataclass(frozen=True, slots=True, eq=False)
class Union(Compound):
    alternatives: tuple[Value, ...]
    depth: int


@dataclass(frozen=True, slots=True, eq=False)
class Unknown(Value):
    """Nothing is known: `reason` says why (`parameter`, `unresolved-call`, `opaque`)."""

    reason: str


Key: TypeAlias = tuple[object, ...]


class Interner:
    """Makes values; equal ones are the same object. One for each analysis."""

    def __init__(self) -> None:
        self._known: dict[Key, Value] = {}
        self._unions: dict[frozenset[Value], Value] = {}
        self._widened: dict[Value, Value] = {}
        self.none = self.constant(None)

    def constant(self, value: ConstantValue, history: tuple[Fold, ...] = ()) -> Constant:
        key = ("constant", type(value), value, history)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = Constant(value, history)
        return found  # type: ignore[return-value]

    def object(self, heap_id: int) -> Object:
        key = ("object", heap_id)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = Object(heap_id)
        return found  # type: ignore[return-value]

    def function(self, function: str, frames: tuple[tuple[str, int], ...], this: Value | None = None) -> Function:
        key = ("function", function, frames, this)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = Function(function, frames, this)
        return found  # type: ignore[return-value]

    def library(self, path: str, receiver: Value | None = None) -> Library:
        key = ("library", path, receiver)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = Library(path, receiver)
        return found  # type: ignore[return-value]

    def source(self, kind: str, name: str, site: Site, origin: Value | None = None) -> Source:
        key = ("source", kind, name, site, origin)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = Source(kind, name, site, origin)
        return found  # type: ignore[return-value]

    def unknown(self, reason: str) -> Unknown:
        key = ("unknown", reason)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = Unknown(reason)
        return found  # type: ignore[return-value]

    def union(self, values: Iterable[Value]) -> Value:
        """One of the values. More than MOST_ALTERNATIVES, or too deep ones, become one Derived that keeps every leaf."""
        flat: dict[Value, None] = {}
        widest: Union | None = None
        for value in values:
            if type(value) is Union:
                flat.update(dict.fromkeys(value.alternatives))
                if widest is None or len(value.alternatives) > len(widest.alternatives):
                    widest = value
            else:
                flat[value] = None
        if widest is not None and len(widest.alternatives) == len(flat):
            return widest
        if len(flat) == 1:
            return next(iter(flat))
        if not flat:
            return self.none
        key = frozenset(flat)
        found = self._unions.get(key)
        if found is None:
            found = self._unions[key] = self._new_union(tuple(flat))
        return found

    def _new_union(self, given: tuple[Value, ...]) -> Value:
        alternatives = given
        unknown = [v for v in alternatives if isinstance(v, Unknown)]
        if len(unknown) > 1:  # why nothing is known need not be known more than once
            alternatives = (*(v for v in alternatives if not isinstance(v, Unknown)), unknown[0])
        if len(alternatives) > MOST_ALTERNATIVES:
            alternatives = self._by_origin(alternatives)
        if len(alternatives) > MOST_ALTERNATIVES:
            things = tuple(v for v in alternatives if isinstance(v, (Object, Function, Library)))[:MOST_ALTERNATIVES]
            rest = tuple(v for v in alternatives if not isinstance(v, (Object, Function, Library)))
            alternatives = (*things, self._flattened(rest)) if rest else things
        if len(alternatives) == 1:
            return alternatives[0]
        if alternatives is not given:
            known = self._unions.get(frozenset(alternatives))
            if known is not None:
                return known
        level = 1 + max([v.depth for v in alternatives])
        if level > DEEPEST:
            return self._flattened(alternatives)
        made = Union(alternatives, level)
        if alternatives is not given:
            self._unions[frozenset(alternatives)] = made
        return made

    def _by_origin(self, alternatives: tuple[Value, ...]) -> tuple[Value, ...]:
        """Many addresses of one origin become one with a hole behind it: which host is meant survives."""
        groups: dict[Value, list[Value]] = {}
        others: list[Value] = []
        for value in alternatives:
            first = value.parts[0] if isinstance(value, Concat) else value
            found = _ORIGIN.match(first.value) if isinstance(first, Constant) and isinstance(first.value, str) else None
            if found:
                groups.setdefault(self.constant(found[0]), []).append(value)
            elif isinstance(value, Concat) and not isinstance(first, Constant):
                groups.setdefault(first, []).append(value)
            else:
                others.append(value)
        if len(groups) == 0 or len(groups) + len(others) >= len(alternatives):
            return alternatives
        joined = [self.concat((origin, self._flattened(rest))) if len(rest) > 1 else rest[0] for origin, rest in groups.items()]
        return tuple(dict.fromkeys((*others, *joined)))

    def widened(self, old: Value, new: Value) -> Value:
        """What is between two values that keep changing: functions and objects side by side, all else by its leaves, so that it
        can't grow for ever."""
        both = self.union((old, new))
        known = self._widened.get(both)
        if known is None:
            things = [v for v in alternatives(both) if isinstance(v, (Object, Function, Library, Constant))]
            rest = [v for v in alternatives(both) if not isinstance(v, (Object, Function, Library, Constant))]
            known = self._widened[both] = self.union((*things, *([self._flattened(rest)] if rest else [])))
        return known

    def _flattened(self, values: Iterable[Value]) -> Value:
        """All leaves side by side."""
        return self.derived("one-of-many", _merged_leaves(values), NOWHERE)

    def concat(self, parts: Iterable[Value]) -> Value:
        """The parts as one string; neighbouring constants merge."""
        merged: list[Value] = []
        for part in parts:
            inner = part.parts if isinstance(part, Concat) else (part,)
            for piece in inner:
                last = merged[-1] if merged else None
                if isinstance(piece, Constant) and piece.value is None:
                    merged.append(self.unknown("none"))  # what nothing prints as is no part of an address
                elif isinstance(piece, Constant) and isinstance(last, Constant):
                    before, after = text_of(last.value), text_of(piece.value)
                    history = joined_history(last.history, piece.history, before, after)
                    merged[-1] = self.constant((before + after)[:LONGEST_STRING], history)
                elif isinstance(piece, Constant):
                    merged.append(self.constant(text_of(piece.value), piece.history))
                else:
                    merged.append(piece)
        merged = [p for p in merged if not (isinstance(p, Constant) and p.value == "")] or [self.constant("")]
        if len(merged) == 1 and isinstance(merged[0], Constant):
            return merged[0]
        if len(merged) > MOST_PARTS:
            return self.derived("concat", merged, NOWHERE)
        key = ("concat", tuple(merged))
        found = self._known.get(key)
        if found is None:
            level = 1 + max([v.depth for v in merged])
            found = self._flattened(merged) if level > DEEPEST else Concat(tuple(merged), level)
            self._known[key] = found
        return found

    def derived(self, operation: str, parts: Iterable[Value], site: Site) -> Value:
        """Computed from the parts. Nesting deeper than DEEPEST is flattened to the leaves."""
        unique = tuple(dict.fromkeys([p for p in parts if type(p) is not Unknown]))
        if not unique:
            return self.unknown("unresolved")
        key = ("derived", operation, unique, site)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._new_derived(operation, unique, site)
        return found

    def _new_derived(self, operation: str, parts: tuple[Value, ...], site: Site) -> Value:
        level = 1 + max([p.depth for p in parts])
        if level <= DEEPEST and len(parts) <= MOST_PARTS:
            return Derived(operation, parts, site, level)
        flat = _merged_leaves(parts)
        key = ("derived", operation, flat, site)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = Derived(operation, flat, site, 1)
        return found


_ORIGIN = re.compile(r"[a-z]{2,8}://[^/\s?#]{1,253}/")


def text_of(value: ConstantValue) -> str:
    """A constant as a JavaScript or Python program would print it (near enough for addresses and names)."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def leaves(value: Value) -> tuple[Value, ...]:
    """The values that a value is made of, without looking into the heap; each once, in order."""
    if not isinstance(value, Compound):
        return (value,)
    known = value.leaves
    if known is None:
        known = _merged_leaves(value.alternatives if isinstance(value, Union) else value.parts)  # type: ignore[attr-defined]
        object.__setattr__(value, "leaves", known)
    return known


def _merged_leaves(values: Iterable[Value]) -> tuple[Value, ...]:
    """The leaves of several values. Over MOST_LEAVES, sources stay first, then things, then constants."""
    found: dict[Value, None] = {}
    for value in values:
        if isinstance(value, Compound):
            found.update(dict.fromkeys(leaves(value)))
        else:
            found[value] = None
    if len(found) <= MOST_LEAVES:
        return tuple(found)
    sources = [leaf for leaf in found if type(leaf) is Source][: 2 * MOST_LEAVES]
    constants = [leaf for leaf in found if type(leaf) is Constant]
    things = [leaf for leaf in found if type(leaf) not in _NO_THINGS][:MOST_LEAVES]
    return (*sources, *things, *constants[: max(0, MOST_LEAVES - len(sources) - len(things))])


_NO_THINGS = frozenset({Source, Constant, Unknown})


def alternatives(value: Value) -> tuple[Value, ...]:
    """The alternatives of a union, else the value alone."""
    return value.alternatives if isinstance(value, Union) else (value,)
