"""Questions to a finished analysis: what is reached from where, and what a value is made of.

In: an `Analysis` that has settled. Out: `Reached` events with the chain from a root; `Trace`s from a value to its leaves through the
heap, with a hop for each place on the way.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from mcp_sast.dataflow.analysis import Analysis
from mcp_sast.dataflow.contexts import CallEdge, Context, Event, Read, Root
from mcp_sast.dataflow.heap import Entry, Guards
from mcp_sast.dataflow.values import NOWHERE, Concat, Derived, Function, Library, Object, Site, Union, Value

MOST_VISITED = 20_000
_TESTS = frozenset({
    "eq", "ne", "lt", "le", "gt", "ge", "in", "instanceof", "not", "is_undefined", "is_none", "startsWith", "startswith", "endsWith",
    "endswith", "includes", "isdigit",
})
PHASE_ORDER = {"install": 0, "import": 1, "init": 2, "list": 3, "call": 4, "deferred": 5, "shutdown": 6, "unreached": 9}


class Hop(NamedTuple):
    """One step on the way from a leaf to where it is used: `kind` tells how (`field`, `element`, `operation`, `argument`)."""

    kind: str
    text: str
    site: Site


@dataclass(frozen=True, slots=True)
class Trace:
    """A leaf, and the hops from it outwards. `entries`: the heap entries among them, innermost first."""

    leaf: Value
    hops: tuple[Hop, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """An event with the way it is reached: its root, the call edges from there, the guards along them."""

    event: Event
    context: Context
    root: Root
    edges: tuple[CallEdge, ...]
    guards: Guards


@dataclass(frozen=True, slots=True)
class ReachedRead:
    """A source that is read by name, with the earliest way to it."""

    read: Read
    root: Root
    edges: tuple[CallEdge, ...]


class Facts:
    """A view on a settled analysis."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._heap = analysis.heap

    # ---------------------------------------------------------------------------------------------------------------- reach

    def reached(self, include_unreached: bool = False) -> list[Reached]:
        """All events of contexts that a root reaches, each with the chain of its earliest phase, in a fixed order."""
        ways = self._ways(include_unreached)
        out: list[Reached] = []
        for context_id in sorted(ways):
            root, edges = ways[context_id]
            context = self._analysis.contexts[context_id]
            guards = tuple(dict.fromkeys(g for e in edges for g in e.guards))
            out.extend(Reached(event, context, root, edges, guards + event.guards) for event in context.events)
        return out

    def reads(self) -> list[ReachedRead]:
        """Everything that live code reads by name, each name and place once, by the place."""
        found: dict[Read, ReachedRead] = {}
        for context_id, (root, edges) in sorted(self._ways(False).items()):
            for read in self._analysis.contexts[context_id].reads:
                known = found.get(read)
                if known is None or PHASE_ORDER.get(root.phase, 8) < PHASE_ORDER.get(known.root.phase, 8):
                    found[read] = ReachedRead(read, root, edges)
        return [found[read] for read in sorted(found, key=lambda read: (read.site, read.kind, read.name))]

    def reached_functions(self) -> set[str]:
        """Ids of the functions that some root reaches."""
        return {self._analysis.contexts[c].function.id for c in self._ways(False)}

    def _ways(self, include_unreached: bool) -> dict[int, tuple[Root, tuple[CallEdge, ...]]]:
        """For each context the root of the earliest phase and the shortest chain from it."""
        roots = sorted(self._analysis.roots.values(), key=lambda r: (PHASE_ORDER.get(r.phase, 8), r.site, r.context))
        ways: dict[int, tuple[Root, tuple[CallEdge, ...]]] = {}
        for root in roots:
            if root.phase == "unreached" and not include_unreached:
                continue
            if self._is_stale(root, ways):
                continue
            queue: deque[tuple[int, tuple[CallEdge, ...]]] = deque([(root.context, ())])
            while queue:
                context_id, edges = queue.popleft()
                context = self._analysis.contexts.get(context_id)
                if context is None or context_id in ways or context.dead:
                    continue
                ways[context_id] = (root, edges)
                queue.extend((edge.callee, (*edges, edge)) for edge in context.edges if edge.callee not in ways)
        return ways

    def _is_stale(self, root: Root, ways: dict[int, tuple[Root, tuple[CallEdge, ...]]]) -> bool:
        """A root that a context registered which is itself dead."""
        by = self._analysis.contexts.get(root.by)
        return by is not None and by.dead

    # --------------------------------------------------------------------------------------------------------------- traces

    def traces(self, value: Value, want: Callable[[Value], bool], content: bool = False) -> list[Trace]:
        """The wanted leaves inside a value, through fields and elements of the heap, each once by the shortest way. `content`: not
        through tests: whether a text is there, or equals another, is not the text."""
        found: list[Trace] = []
        seen: set[Value] = set()
        queue: deque[tuple[Value, tuple[Hop, ...], tuple[Entry, ...]]] = deque([(value, (), ())])
        visited = 0
        while queue and visited < MOST_VISITED:
            here, hops, entries = queue.popleft()
            if here in seen:
                continue
            seen.add(here)
            visited += 1
            here = self._whole(here)
            if want(here):
                found.append(Trace(here, tuple(reversed(hops)), tuple(reversed(entries))))
            if content and isinstance(here, Derived) and here.operation in _TESTS:
                continue
            for inner, hop, entry in self._inside(here):
                queue.append(
                    (inner, (*hops, hop) if hop is not None else hops, (*entries, entry) if entry is not None else entries)
                )
        return found

    def _whole(self, value: Value) -> Value:
        if isinstance(value, Library):
            for language in ("javascript", "python"):
                api = self._analysis.models.find(language, value.path)
                if api is not None and api.source is not None and api.source.members:
                    return self._analysis.interner.source(api.source.kind, "*", NOWHERE)
        return value

    def _inside(self, value: Value) -> Iterator[tuple[Value, Hop | None, Entry | None]]:
        if isinstance(value, Union):
            for one in value.alternatives:
                yield one, None, None
        elif isinstance(value, Concat):
            for one in value.parts:
                yield one, None, None
        elif isinstance(value, Derived):
            hop = Hop("operation", value.operation, value.site) if value.site != NOWHERE else None
            for one in value.parts:
                if isinstance(one, Function) and value.operation == "library":
                    yield from self._results_of(one, hop)
                else:
                    yield one, hop, None
        elif isinstance(value, Object):
            yield from self._inside_object(value)
        elif isinstance(value, Library) and isinstance(value.receiver, Object):
            yield value.receiver, None, None

    def _inside_object(self, value: Object) -> Iterator[tuple[Value, Hop | None, Entry | None]]:
        target = self._heap[value.id]
        if target.kind in ("module", "exports", "class"):
            return
        for name, entries in target.named.items():
            for entry in entries.values():
                yield entry.value, Hop("field", name, entry.site), entry
        for entry in target.unnamed.values():
            yield entry.value, Hop("field", "*", entry.site), entry
        for entry in target.items.values():
            yield entry.value, Hop("element", "", entry.site), entry
        if target.kind == "library":
            hop = Hop("operation", target.path, target.site)
            for argument in target.arguments:
                yield argument, hop, None
            for _, argument in target.keywords:
                yield argument, hop, None

    def _results_of(self, function: Function, hop: Hop | None) -> Iterator[tuple[Value, Hop | None, Entry | None]]:
        for context in list(self._analysis.contexts.values()):
            if context.function.id == function.function and context.returned is not None and not context.dead:
                yield context.returned, hop, None

    # ---------------------------------------------------------------------------------------------------------------- ports

    def events_at(self, site: Site) -> list[Event]:
        """Library calls at a site, in any context."""
        if not hasattr(self, "_by_site"):
            self._by_site: dict[Site, list[Event]] = {}
            for context in self._analysis.contexts.values():
                for event in context.events:
                    self._by_site.setdefault(event.site, []).append(event)
        return self._by_site.get(site, [])
