"""What calls need of the analysis that runs them.

In: nothing. Out: the protocol `Runner`, and `Invocation`, one call of a library API.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

from mcp_sast.dataflow.contexts import Arguments, Context, Event
from mcp_sast.dataflow.heap import Guards
from mcp_sast.dataflow.values import Function, Object, Site, Value


class Invocation(NamedTuple):
    """A call of a library API: its path, the library object it is called on, the object that was called (a decorator made by a
    call), the arguments, where, under which guards; `returned` once it is known."""

    path: str
    receiver: Value | None
    callee: Object | None
    arguments: Arguments
    site: Site
    guards: Guards
    returned: Value | None = None


class Runner(Protocol):
    """The analysis, as calls see it."""

    def run_function(
        self, context: Context, function: Function, this: Value | None, arguments: Arguments, site: Site, guards: Guards
    ) -> Value: ...

    def add_root(
        self, context: Context, function: Value, phase: str, title: str, arguments: Arguments, event: Event | None, site: Site
    ) -> None: ...

    def functions_named(self, language: str, name: str) -> tuple[Function, ...]: ...

    def import_library_module(self, context: Context, specifier: str, site: Site) -> Value: ...

    def import_computed(self, context: Context, specifier: Value, site: Site) -> list[Value]: ...
