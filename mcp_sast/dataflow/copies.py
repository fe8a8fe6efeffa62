"""Copies of a library's classes that a package carries: bundled or vendored.

In: constructions and method calls of own classes. Out: the events and registrations that the original's calls would give.

A bundler puts a library's code into the package's own file under other names, but keeps the names of methods. The code of the copy
is analysed as any other: it may have been changed. What is registered with it is read beside that.
"""

from __future__ import annotations

from mcp_sast.dataflow.contexts import Arguments, Context
from mcp_sast.dataflow.heap import Guards
from mcp_sast.dataflow.libraries import LibraryCalls
from mcp_sast.dataflow.machine import Machine
from mcp_sast.dataflow.objects import Objects
from mcp_sast.dataflow.runner import Invocation
from mcp_sast.dataflow.values import Object, Site, Value
from mcp_sast.models.schema import Api


class Copies:
    """One for each analysis."""

    def __init__(self, machine: Machine, objects: Objects, libraries: LibraryCalls) -> None:
        self._machine = machine
        self._objects = objects
        self._libraries = libraries

    def made(self, context: Context, cls: Object, this: Value, arguments: Arguments, site: Site, guards: Guards) -> None:
        """An instance was made of an own class."""
        original = self._original(context, cls)
        if original is not None:
            call = Invocation(original.path, None, None, arguments, site, guards)
            self._libraries.note_copy(context, original, call._replace(returned=this))

    def registered(self, context: Context, receiver: Object, name: str, arguments: Arguments, site: Site, guards: Guards) -> None:
        """A method of an own instance is called."""
        api = self._machine.models.method(context.language, "." + name)
        if api is None or api.registration is None or api.registration.decorates:
            return
        cls = self._machine.heap[receiver.id].cls
        if not isinstance(cls, Object) or self._original(context, cls) is None or self._is_inside(context, cls):
            return
        call = Invocation("?." + name, receiver, None, arguments, site, guards)
        self._libraries.note_copy(context, api, call._replace(returned=self._machine.interner.unknown("registered")))

    def _original(self, context: Context, cls: Object) -> Api | None:
        """What a class, or a base class of it, is a copy of."""
        for api in self._machine.models.copied(context.language):
            for one in self._objects.class_chain_of(cls):
                if all(name in one.named for name in api.copied):
                    return api
        return None

    def _is_inside(self, context: Context, cls: Object) -> bool:
        """Does a method of the copy call another one? What it hands on is what it was given."""
        return any(
            function_id == context.function.id
            for one in self._objects.class_chain_of(cls)
            if any(all(name in one.named for name in api.copied) for api in self._machine.models.copied(context.language))
            for entries in one.named.values()
            for entry in entries.values()
            if (function_id := getattr(entry.value, "function", None)) is not None
        )
