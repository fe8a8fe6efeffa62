"""Tools that a client does not see when it lists them: callable but not listed, or added when the list was already given.

In: a settled analysis, the servers read from it, `Triggers`, the calls that live code reaches. Out: `HiddenTool`s with the place and why.

Of low-level servers the names that the call handler compares with are held against those that the list handler returns; so are the keys
of a table of handlers. A listed tool's other name (the same branch, the same function) is no tool of its own.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mcp_sast.dataflow.analysis import Analysis
from mcp_sast.dataflow.contexts import Context
from mcp_sast.dataflow.facts import Reached
from mcp_sast.dataflow.heap import Entry, Guards, HeapObject
from mcp_sast.dataflow.values import Constant, Derived, Function, Object, Site, Source, Union, Value, alternatives
from mcp_sast.effects.guards import Triggers
from mcp_sast.ir import ops
from mcp_sast.mcp.literals import instructions_of
from mcp_sast.mcp.servers import Servers, Tool

SHORTEST_DELAY = 1_000  # milliseconds: what is put off for less is still part of the start
_TIMER = re.compile(rb"[\w.]*(?:setTimeout|setInterval|\bTimer|call_later)\s*\(")
_NAME = re.compile(r"[A-Za-z_][\w./-]{1,63}")
_TRIGGERS = frozenset({"counter", "clock", "random", "install-age"})
# What a tool is about that adds others on purpose.
_ON_PURPOSE = re.compile(
    r"log[\s_-]?in|sign[\s_-]?in|auth|connect|enable|activat|unlock|load|install|regist|toolset|toolbox|plug-?in|extension|discover|session"
    r"|switch|select|add[\s_-]?tool|more tools|expose|mount|import|configur|start|open",
    re.IGNORECASE,
)
_CALLED = frozenset({"tool", "prompt", "resource", "request-handler"})


class HiddenTool(NamedTuple):
    """A tool that is kept from the list: `why` in words; `site` the registration, dispatch branch or list; `cause` what hides it."""

    name: str
    site: Site
    why: str
    cause: Site | None = None


class HiddenTools:
    """Finds them. One for each analysis."""

    def __init__(self, analysis: Analysis, servers: Servers, triggers: Triggers) -> None:
        self._analysis = analysis
        self._servers = servers
        self._triggers = triggers

    def all(self, reached: Iterable[Reached]) -> tuple[HiddenTool, ...]:
        """Every hidden tool, each once by name and place."""
        tools = self._servers.tools()
        found = dict.fromkeys((*self._late(reached, tools), *self._unlisted(tools), *self._kept_back()))
        return tuple(sorted(found, key=lambda hidden: (hidden.site, hidden.name, hidden.why)))

    # -------------------------------------------------------------------------------------------------------- added later

    def _late(self, reached: Iterable[Reached], tools: tuple[Tool, ...]) -> Iterator[HiddenTool]:
        """Registrations that a timer or an ordinary call makes."""
        by_handler = {tool.handler: tool for tool in tools if tool.handler}
        for one in reached:
            spec = one.event.api.registration
            if spec is None or spec.kind != "tool":
                continue
            name = next((tool.name for tool in tools if tool.site == one.event.site), "")
            if not name or self._is_own_server(one):
                continue
            if one.root.phase == "deferred" and self._is_timer(one.root.site):
                yield HiddenTool(name, one.event.site, "is added by a timer, when the list was already given", one.root.site)
            elif one.root.phase == "call" and one.root.title in _CALLED:
                by = by_handler.get(self._analysis.contexts[one.root.context].function.id)
                if by is None or by.name == name or not _ON_PURPOSE.search(f"{by.name} {by.description}"):
                    called = f"the tool {by.name}" if by is not None else "a handler"
                    yield HiddenTool(
                        name, one.event.site, f"is added by a call of {called}, when the list was already given", one.root.site
                    )

    def _is_own_server(self, one: Reached) -> bool:
        """Is the tool added to a server that the same chain makes anew? Its list was given to nobody before."""
        contexts = {one.root.context, *(edge.callee for edge in one.edges)}
        receivers = alternatives(one.event.receiver) if one.event.receiver is not None else ()
        return any(isinstance(r, Object) and self._analysis.heap[r.id].context in contexts for r in receivers)

    def _is_timer(self, site: Site) -> bool:
        """Is the call at a site a timer that waits? What is put off for less than a second is not."""
        program = self._analysis.program
        place = program.place(site.function, site.start, site.end)
        text = program.texts.get(place.path, b"")[place.start : place.end]
        return _TIMER.match(text) is not None and not self._is_short(site)

    def _is_short(self, site: Site) -> bool:
        """Does the call wait for a constant, short time (or none)?"""
        function = self._analysis.program.function(site.function)
        constants = {i.dst: i.value for i in instructions_of(function) if isinstance(i, ops.Const)}
        for instruction in instructions_of(function):
            if isinstance(instruction, ops.Call) and instruction.span == (site.start, site.end):
                if len(instruction.args) < 2:
                    return True
                delay = constants.get(instruction.args[1].value)
                return isinstance(delay, (int, float)) and delay < SHORTEST_DELAY
        return False

    # ------------------------------------------------------------------------------------------------ callable, not listed

    def _unlisted(self, tools: tuple[Tool, ...]) -> Iterator[HiddenTool]:
        listed = self._listed()
        handlers = [r for r in self._analysis.roots.values() if r.phase == "call" and r.title in ("request-handler", "callback")]
        if not listed or not handlers:
            return
        known = listed | {tool.name for tool in tools}
        contexts = self._reached_from(root.context for root in handlers)
        yield from self._unlisted_branches(contexts, known)
        yield from self._unlisted_keys(contexts, known)

    def _listed(self) -> frozenset[str]:
        """The names that list handlers return; none if one of them is not known."""
        names: set[str] = set()
        for root in self._analysis.roots.values():
            if root.phase != "list":
                continue
            context = self._analysis.contexts[root.context]
            for one in alternatives(context.returned) if context.returned is not None else ():
                tools = self._analysis.read_field(context, one, "tools", root.site) if isinstance(one, Object) else one
                holder = tools if isinstance(tools, (Object, Union)) else one
                for element in self._analysis.elements(context, holder):
                    found = self._names_of(context, element, root.site)
                    if found is None:
                        return frozenset()
                    names.update(found)
        return frozenset(names)

    def _names_of(self, context: Context, element: Value, site: Site) -> set[str] | None:
        names: set[str] = set()
        for one in alternatives(element):
            if not isinstance(one, Object):
                return None
            keywords = dict(self._analysis.heap[one.id].keywords)
            value = keywords.get("name") or self._analysis.read_field(context, one, "name", site)
            for name in alternatives(value):
                if not (isinstance(name, Constant) and isinstance(name.value, str)):
                    return None
                names.add(name.value)
        return names

    def _reached_from(self, contexts: Iterable[int]) -> list[Context]:
        queue = deque(contexts)
        seen: dict[int, Context] = {}
        while queue:
            context = self._analysis.contexts.get(queue.popleft())
            if context is None or context.id in seen or context.dead:
                continue
            seen[context.id] = context
            queue.extend(edge.callee for edge in context.edges)
        return [seen[key] for key in sorted(seen)]

    def _unlisted_branches(self, contexts: list[Context], listed: frozenset[str] | set[str]) -> Iterator[HiddenTool]:
        """Branches of the dispatch under a name that is not listed, beside branches of listed ones."""
        branches: dict[str, tuple[Site, set[str]]] = {}
        asked: set[str] = set()
        for context in contexts:
            for guards, what in _guarded(context):
                for names, site, holds in _compared(guards):
                    asked.update(names)
                    if not holds:
                        continue
                    if any(name in listed for name in names):  # `case "a": case "alias":` is one branch
                        names = [name for name in names if name in listed]
                    for name in names:
                        branches.setdefault(name, (site, set()))[1].add(what)
        seen = {what for name, (_, whats) in branches.items() if name in listed for what in whats}
        if not any(name in listed for name in asked):
            return
        for name, (site, whats) in branches.items():
            if name not in listed and _NAME.fullmatch(name) and not whats & seen:
                yield HiddenTool(name, site, "is answered when it is called, but no list names it")

    def _unlisted_keys(self, contexts: list[Context], listed: frozenset[str] | set[str]) -> Iterator[HiddenTool]:
        """Keys of tables of handlers: two listed names at least make it one."""
        readers = {context.id for context in contexts}
        for target in self._analysis.heap:
            if target.kind not in ("object", "library", "instance") or len(target.named) < 3:
                continue
            if sum(name in listed for name in target.named) < 2 or not _is_read_by(target, readers):
                continue
            usual = {e.value for name, entries in target.named.items() if name in listed for e in entries.values()}
            for name, entries in target.named.items():
                for entry in entries.values():
                    if name in listed or not _NAME.fullmatch(name) or not self._is_handler(entry.value) or entry.value in usual:
                        continue
                    if not self._is_alias(entry.value, usual):
                        yield HiddenTool(name, entry.site, "stands in the table of handlers, but no list names it")

    def _is_alias(self, value: Value, usual: set[Value]) -> bool:
        """Does one of a handler and the handlers of listed tools hand its calls on to the other?"""
        own, others = self._functions(value), {name for one in usual for name in self._functions(one)}
        return bool(self._called_by(own) & others or self._called_by(others) & own)

    def _functions(self, value: Value) -> set[str]:
        return {one.function for one in alternatives(value) if isinstance(one, Function)}

    def _called_by(self, functions: set[str]) -> set[str]:
        """The functions that these call themselves."""
        contexts = [c for c in self._analysis.contexts.values() if c.function.id in functions]
        called = (self._analysis.contexts.get(edge.callee) for context in contexts for edge in context.edges)
        return {context.function.id for context in called if context is not None}

    def _is_handler(self, value: Value) -> bool:
        for one in alternatives(value):
            if isinstance(one, Function):
                return True
            if isinstance(one, Object) and self._analysis.heap[one.id].kind == "object":
                fields = self._analysis.heap[one.id].named
                if any(isinstance(e.value, Function) for entries in fields.values() for e in entries.values()):
                    return True
        return False

    # ------------------------------------------------------------------------------------------------------------ kept back

    def _kept_back(self) -> Iterator[HiddenTool]:
        """What enters a list under a counter, a date or chance while the list is asked for."""
        roots = [root.context for root in self._analysis.roots.values() if root.phase == "list"]
        contexts = self._reached_from(roots)
        lists = {context.id for context in contexts}
        functions = {context.function.id for context in contexts}
        for target in self._analysis.heap if lists else ():
            for context_id, entry in _entries(target):
                if context_id not in lists or not entry.guards or not self._is_tool(entry.value):
                    continue
                atom = next((a for g in entry.guards for a in self._triggers.atoms(g) if a.kind in _TRIGGERS), None)
                if atom is None:
                    continue
                why = f"enters the list only when {atom.text} allows it"
                if entry.site.function in functions:
                    yield HiddenTool(self._tool_name(entry.value) or "a tool", _plain(entry.site), why, atom.site)
                else:  # whole tables are merged: which of their tools are new is not told apart
                    yield HiddenTool("of a table", atom.site, why)

    def _is_tool(self, value: Value) -> bool:
        return any(isinstance(one, Object) and "description" in self._fields(one) for one in alternatives(value))

    def _fields(self, value: Object) -> set[str]:
        target = self._analysis.heap[value.id]
        return {*target.named, *(name for name, _ in target.keywords)}

    def _tool_name(self, value: Value) -> str:
        for one in alternatives(value):
            if isinstance(one, Object):
                target = self._analysis.heap[one.id]
                names = [e.value for e in target.named.get("name", {}).values()] + [v for k, v in target.keywords if k == "name"]
                for found in names:
                    if isinstance(found, Constant) and isinstance(found.value, str):
                        return found.value
        return ""


def _is_read_by(target: HeapObject, contexts: set[int]) -> bool:
    return any(reader in contexts for readers in target.readers.values() for reader in readers)


def _entries(target: HeapObject) -> Iterator[tuple[int, Entry]]:
    """The fields and elements of an object with the contexts that wrote them."""
    for entries in (*target.named.values(), target.items):
        for (context_id, _), entry in entries.items():
            yield context_id, entry


def _guarded(context: Context) -> Iterator[tuple[Guards, str]]:
    """The calls of a context with their guards, each known by what is called where: the function, or the library's call."""
    for edge in context.edges:
        yield edge.guards, f"{context.id}:{edge.callee}"
    for event in context.events:
        yield event.guards, f"{event.site}"


def _compared(guards: Guards) -> Iterator[tuple[list[str], Site, bool]]:
    """The names that guards compare the called tool's name with, and whether it must be one of them."""
    for guard in guards:
        names: list[str] = []
        for one in alternatives(guard.condition):
            if isinstance(one, Derived) and one.operation in ("eq", "match") and _is_called_name(one.parts):
                names.extend(p.value for p in one.parts if isinstance(p, Constant) and isinstance(p.value, str))
        if names:
            yield names, guard.site, guard.holds


def _is_called_name(parts: tuple[Value, ...]) -> bool:
    return any(isinstance(p, Source) and p.kind == "tool-argument" and p.name in ("name", "params.name") for p in parts)


def _plain(site: Site) -> Site:
    return Site(site.function, site.start, site.end % 1_000_000_000) if site.end > 900_000_000 else site
