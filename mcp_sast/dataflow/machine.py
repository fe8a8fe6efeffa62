"""What the parts of the interpreter need of one another.

In: nothing. Out: the protocol `Machine`, so that objects, calls and platform functions live in modules of their own without
importing each other in circles.
"""

from __future__ import annotations

from typing import Protocol

from mcp_sast.dataflow.contexts import Arguments, Context
from mcp_sast.dataflow.heap import Guards, Heap, HeapObject
from mcp_sast.dataflow.pure_results import PureResults
from mcp_sast.dataflow.values import Interner, Library, Site, Value
from mcp_sast.models.index import ModelIndex


class Machine(Protocol):
    interner: Interner
    heap: Heap
    models: ModelIndex

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
        """Call a value; unknown callees let their arguments reach the result."""

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
        """Call a method by name on every alternative of the receiver."""

    def read_field(self, context: Context, base: Value, name: str, site: Site) -> Value:
        """`base.name`."""

    def write_field(self, context: Context, base: Value, name: str, value: Value, site: Site, guards: Guards) -> None:
        """`base.name = value`."""

    def elements(self, context: Context, value: Value) -> list[Value]:
        """What iterating over the value may give, element by element; one summary element where they are not known singly."""

    def read_index(self, context: Context, base: Value, key: Value, site: Site) -> Value:
        """`base[key]`."""

    def whole(self, context: Context, value: Value, site: Site) -> Value:
        """The value as data: what a library object that is a source (the environment) gives when it is used as a whole."""

    def new_list(self, context: Context, site: Site, values: list[Value], kind: str = "list") -> Value:
        """A new list of these values."""

    def allocate(self, kind: str, context: Context, site: Site, *extra: object) -> HeapObject:
        """A heap object of this context."""

    def escape(self, context: Context, function: Value, site: Site, phase: str) -> None:
        """A function was handed to code that is not known: it may be called from there."""

    def global_value(self, context: Context, name: str, site: Site) -> Value:
        """An ambient name: what the program set it to, else the platform's."""

    def set_global(self, context: Context, name: str, value: Value, site: Site, guards: Guards) -> None:
        """`x = …` of a name that no scope binds."""


class Imports(Protocol):
    """What the interpreter needs of module links."""

    def module_object(self, module_id: str) -> HeapObject: ...

    def import_value(self, context: Context, specifier: str, name: str | None, style: str, site: Site) -> Value: ...


class Workshop(Machine, Protocol):
    """What one run of a function needs beyond `Machine`."""

    @property
    def links(self) -> Imports: ...

    @property
    def pure(self) -> PureResults: ...

    def read_index(self, context: Context, base: Value, key: Value, site: Site) -> Value: ...

    def write_index(self, context: Context, base: Value, key: Value, value: Value, site: Site, guards: Guards) -> None: ...

    def property_written(self, context: Context, base: Value, name: str, value: Value, site: Site, guards: Guards) -> None: ...

    def call_super(self, context: Context, callee: Library, arguments: Arguments, site: Site, guards: Guards) -> Value: ...

    def sites_of(self, function_id: str) -> dict[tuple[int, int], Site]:
        """The sites of a function by their spans, kept from run to run."""

    def merge(
        self, context: Context, target: HeapObject, value: Value, site: Site, guards: Guards, excluded: tuple[str, ...] = ()
    ) -> None: ...

    def append_all(self, context: Context, target: HeapObject, value: Value, site: Site, guards: Guards) -> None: ...

    def settled(self, context: Context, value: Value) -> Value: ...

    def keys(self, context: Context, value: Value) -> list[Value]: ...

    def entered(self, context: Context, value: Value, site: Site, guards: Guards) -> Value: ...

