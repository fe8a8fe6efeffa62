"""In which phase code runs, as rules about phases ask.

In: a `Case`. Out: for a root the early phase that counts, for a function the earliest way it is reached.

A root says by itself when it runs, save two kinds. What is left for later (timers, work at shutdown) also carries the phase that
scheduled it. What an entry module exports runs at start only if it makes or starts a server: else it is somebody's library function.
"""

from __future__ import annotations

from typing import NamedTuple

from mcp_sast.dataflow.contexts import CallEdge, Root
from mcp_sast.dataflow.facts import PHASE_ORDER, Reached
from mcp_sast.dataflow.values import Site
from mcp_sast.detection.case import Case
from mcp_sast.findings.finding import Phase, Step

EARLY: tuple[Phase, ...] = ("install", "import", "init")
# What starts a server by its name alone, where no registration shows it.
_STARTERS = frozenset({"main", "start", "run", "serve", "connect", "listen", "init", "initialize", "bootstrap"})
_LATER = ("deferred", "shutdown")
_EXPORTED = "exported by "


class Way(NamedTuple):
    """How a function is reached."""

    root: Root
    edges: tuple[CallEdge, ...]


class Phases:
    """One for each case."""

    def __init__(self, case: Case) -> None:
        self._ways: dict[str, Way] = {}
        self._others: dict[str, Way | None] = {}
        self._call_between = case.call_between
        self._starts: set[int] = set()
        for one in case.reached:
            self._note_chain(one)
            self._note_start(case, one)

    def early(self, root: Root) -> Phase | None:
        """The phase install, import or init that a root runs in or carries; None if it is none of them."""
        seen: set[str] = set()
        while root.phase in _LATER and _carries(root) and root.site.function not in seen:
            seen.add(root.site.function)
            way = self._ways.get(root.site.function)
            if way is None:
                return None
            root = way.root
        if root.title.startswith(_EXPORTED) and root.context not in self._starts:
            return None
        return next((phase for phase in EARLY if phase == root.phase), None)

    def way_to(self, function_id: str) -> Way | None:
        """The earliest way to a function: one that makes a modelled call, is on the way to one, or is called by such a function."""
        if function_id not in self._ways and function_id not in self._others:
            callers = [way for caller, way in self._ways.items() if self._call_between(caller, function_id) is not None]
            self._others[function_id] = min(callers, key=_turn, default=None)
        return self._ways.get(function_id) or self._others[function_id]

    def _note_chain(self, one: Reached) -> None:
        self._note(one.context.function.id, Way(one.root, one.edges))
        for index, edge in enumerate(one.edges):
            loads = edge.site.start == edge.site.end  # a module that is loaded stands at its own top, not at the import
            self._note(edge.site.function, Way(one.root, one.edges[: index + loads]))

    def _note(self, function_id: str, way: Way) -> None:
        known = self._ways.get(function_id)
        if known is None or _turn(way) < _turn(known):
            self._ways[function_id] = way

    def _note_start(self, case: Case, one: Reached) -> None:
        root = one.root
        if not root.title.startswith(_EXPORTED) or root.context in self._starts:
            return
        first = one.edges[0].site.function if one.edges else one.context.function.id
        name = case.function_of(Site(first, 0, 0)).rpartition(".")[2]
        if one.event.api.registration is not None or name in _STARTERS:
            self._starts.add(root.context)


def way_in_words(case: Case, way: Way, site: Site) -> tuple[Step, ...]:
    """The chain from where execution begins to a site: the root, then each call."""
    known = way.root.site.function
    out = [Step(case.place_of(way.root.site if known else site), way.root.title)]
    out.extend(Step(case.place_of(edge.site), "call") for edge in way.edges if edge.site.start != edge.site.end)
    return tuple(out)


def _turn(way: Way) -> tuple[int, int]:
    return PHASE_ORDER.get(way.root.phase, 8), len(way.edges)


def _carries(root: Root) -> bool:
    """A listener is called by whoever emits; only what was scheduled carries the phase of its scheduling."""
    return root.phase == "shutdown" or root.title in ("timer", "process-hook")
