"""Reads the value at a model's port.

In: a port, and what surrounds a call (receiver, arguments, the object that was called). Out: the value, None where there is none.
"""

from __future__ import annotations

from mcp_sast.dataflow.contexts import Arguments, Context
from mcp_sast.dataflow.machine import Machine
from mcp_sast.dataflow.values import Constant, Library, Object, Site, Value, alternatives
from mcp_sast.models.schema import Port


class PortReader:
    """One for each analysis."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def read(
        self,
        context: Context,
        port: Port,
        receiver: Value | None,
        callee: Value | None,
        arguments: Arguments,
        site: Site,
        returned: Value | None = None,
    ) -> Value | None:
        """The value at the port, or None. `returned` is what the call gives, where that is known already."""
        interner = self._machine.interner
        if port.root == "constant":
            return interner.constant(port.text)
        here, mine, called = receiver, arguments, callee
        for step in port.owner:
            owner = called if step == "callee" else here
            found = self._owner(owner)
            if found is None:
                return None
            here, mine, called = found
        if port.root == "receiver":
            value: Value | None = here
        elif port.root == "return":
            value = returned
        elif port.root == "all":
            value = self._all(context, mine, site)
        else:
            value = self._argument(port, mine)
        return self._members(context, value, port.members, site)

    def _owner(self, value: Value | None) -> tuple[Value | None, Arguments, Value | None] | None:
        """What the receiver was made with."""
        for one in alternatives(value) if value is not None else ():
            if isinstance(one, Library) and one.receiver is not None:
                one = one.receiver
            if isinstance(one, Object):
                target = self._machine.heap[one.id]
                return target.receiver, Arguments(target.arguments, target.keywords), target.callee
        return None

    def _all(self, context: Context, arguments: Arguments, site: Site) -> Value | None:
        values = (*arguments.positional, *(v for _, v in arguments.keywords), *arguments.rest)
        return self._machine.interner.union(values) if values else None

    def _argument(self, port: Port, arguments: Arguments) -> Value | None:
        if port.keyword is not None:
            for name, value in arguments.keywords:
                if name == port.keyword:
                    return value
        if port.position is None:
            return None
        if -len(arguments.positional) <= port.position < len(arguments.positional):
            return arguments.positional[port.position]
        return self._machine.interner.union(arguments.rest) if arguments.rest and port.position >= 0 else None

    def _chosen(self, context: Context, elements: list[Value], condition: str, site: Site) -> list[Value]:
        """Elements that `*(Name:Bcc|Cc)` chooses: those whose field Name is one of the texts, or is not known."""
        if not condition:
            return elements
        name, _, texts = condition.strip("()").partition(":")
        wanted = set(texts.lower().split("|"))
        out = []
        for element in elements:
            found = alternatives(self._machine.read_field(context, element, name, site))
            if any(not isinstance(one, Constant) or str(one.value).lower() in wanted for one in found):
                out.append(element)
        return out

    def _members(self, context: Context, value: Value | None, members: tuple[str, ...], site: Site) -> Value | None:
        for member in members:
            if value is None:
                return None
            if member.isdigit():
                value = self._machine.read_index(context, value, self._machine.interner.constant(int(member)), site)
            elif member.startswith("*"):
                found = self._chosen(context, self._machine.elements(context, value), member[1:], site)
                value = self._machine.interner.union(found) if found else None
            else:
                value = self._machine.read_field(context, value, member, site)
                value = self._machine.whole(context, value, site)
                if value is self._machine.interner.none or isinstance(value, Library):
                    return None  # a longer path of a library says nothing of what stands there
        return value
