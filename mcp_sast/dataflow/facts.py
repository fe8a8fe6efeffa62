"""Questions to a finished analysis: what is reached from where, and what a value is made of.

In: an `Analysis` that has settled. Out: `Reached` events with the chain from a root; `Trace`s from a value to its leaves through the
heap, with a hop for each place on the way.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias

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


class Selection(NamedTuple):
    """What selects a piece of code: the phase it then runs in, whatever its root's, and words for it."""

    phase: str
    title: str


Selects: TypeAlias = Callable[[Guards, str], Selection | None]


class Facts:
    """A view on a settled analysis. `selects` says of a call (its guards, the function called) whether these decide the phase."""

    def __init__(self, analysis: Analysis, selects: Selects = lambda guards, callee: None) -> None:
        self._analysis = analysis
        self._selects = selects
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
            for event in context.events:
                chosen = self._chosen(event.guards, "", root)
                begin = replace(root, phase=chosen.phase, title=chosen.title) if chosen is not None else root
                out.append(Reached(event, context, begin, edges, guards + event.guards))
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
        ways: dict[int, tuple[Root, tuple[CallEdge, ...]]] = {}
        todo = [root for root in self._analysis.roots.values() if include_unreached or root.phase != "unreached"]
        done: set[tuple[int, str]] = set()
        while todo:
            # What is selected behind a root is a root of its own; the earliest phase comes first.
            todo.sort(key=lambda r: (PHASE_ORDER.get(r.phase, 8), r.site, r.context))
            root = todo.pop(0)
            if (root.context, root.phase) not in done and not self._is_stale(root, ways):
                done.add((root.context, root.phase))
                todo.extend(self._walk(root, ways))
        return ways

    def _walk(self, root: Root, ways: dict[int, tuple[Root, tuple[CallEdge, ...]]]) -> list[Root]:
        """What a root reaches that no earlier one did; the roots that calls on the way select."""
        selected: list[Root] = []
        queue: deque[tuple[int, tuple[CallEdge, ...]]] = deque([(root.context, ())])
        while queue:
            context_id, edges = queue.popleft()
            context = self._analysis.contexts.get(context_id)
            if context is None or context.dead or not self._is_earlier(root, ways.get(context_id)):
                continue
            ways[context_id] = (root, edges)
            for edge in context.edges:
                callee = self._analysis.contexts[edge.callee]
                chosen = self._chosen(edge.guards, callee.function.id, root)
                if chosen is not None:
                    selected.append(Root(chosen.phase, chosen.title, edge.callee, edge.site, None, context_id))
                else:
                    queue.append((edge.callee, (*edges, edge)))
        return selected

    def _is_earlier(self, root: Root, known: tuple[Root, tuple[CallEdge, ...]] | None) -> bool:
        return known is None or PHASE_ORDER.get(root.phase, 8) < PHASE_ORDER.get(known[0].phase, 8)

    def _chosen(self, guards: Guards, callee: str, root: Root) -> Selection | None:
        """What selects a call, if that says more than its root: taking in requests only ends a phase of starting."""
        chosen = self._selects(guards, callee)
        if chosen is None or chosen.phase == root.phase or root.phase in ("install", "unreached"):
            return None
        return None if chosen.phase == "deferred" and root.phase not in ("import", "init") else chosen

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
