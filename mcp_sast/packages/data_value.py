"""Values of a data file with their places.

In: nothing. Out: `DataValue`, what JSON and YAML are read into, and `PlainValue`, the same without places.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from mcp_sast.findings.place import Place

# Readers cut what is nested deeper, with a diagnostic; so functions over a DataValue may recurse.
DEEPEST = 100


class PlainObject(NamedTuple):
    """A mapping that can't change; order is that of the file, which Node's conditional exports depend on."""

    entries: tuple[tuple[str, PlainValue], ...]

    def get(self, key: str) -> PlainValue:
        """The value of a key, None if it is not there."""
        return next((value for name, value in self.entries if name == key), None)


PlainValue: TypeAlias = str | int | float | bool | PlainObject | tuple["PlainValue", ...] | None


class Member(NamedTuple):
    key: str
    key_place: Place
    value: DataValue


@dataclass(frozen=True, slots=True)
class DataValue:
    """One value of a data file. `place` covers the whole value, quotes and brackets too."""

    kind: Literal["object", "array", "string", "number", "boolean", "null"]
    place: Place
    scalar: str | int | float | bool | None = None
    items: tuple[DataValue, ...] = ()
    members: tuple[Member, ...] = ()

    def get(self, *path: str) -> DataValue | None:
        """The value under a path of keys; of equal keys the last, as every parser takes it."""
        value: DataValue | None = self
        for key in path:
            value = next((member.value for member in reversed(value.members) if member.key == key), None) if value else None
        return value

    def text(self, *path: str) -> str:
        """The string under a path of keys; "" if there is none."""
        value = self.get(*path)
        return value.scalar if value is not None and isinstance(value.scalar, str) else ""

    def strings(self) -> Iterator[DataValue]:
        """All strings in this value, in order of the file."""
        stack = [self]
        while stack:
            value = stack.pop()
            if value.kind == "string":
                yield value
            stack.extend(reversed(value.items))
            stack.extend(member.value for member in reversed(value.members))

    def plain(self) -> PlainValue:
        """The value without places; its depth is capped where it is read."""
        if self.kind == "object":
            return PlainObject(tuple((member.key, member.value.plain()) for member in self.members))
        if self.kind == "array":
            return tuple(item.plain() for item in self.items)
        return self.scalar
