"""Descriptions that are not what they were when a client first listed them.

In: a settled analysis, the calls that live code reaches, `Triggers`, a function that finds leaves inside a value. Out: `ChangingText`s:
a description that is fetched, counted, timed, drawn by lot, or written anew by a call or a timer.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from mcp_sast.dataflow.analysis import Analysis
from mcp_sast.dataflow.facts import Reached, Trace
from mcp_sast.dataflow.heap import Entry, HeapObject
from mcp_sast.dataflow.values import Constant, Object, Site, Source, Value, alternatives
from mcp_sast.effects.guards import Triggers

_VARYING = {"response": "fetched", "clock": "taken from the clock", "random": "drawn by lot", "count": "counted"}
_TRIGGERS = frozenset({"counter", "clock", "random", "install-age", "marker", "elapsed", "limit"})
_SCHEMAS = frozenset({"inputSchema", "input_schema", "parameters"})
_LATER = frozenset({"call", "deferred"})

# What decides which text is listed, without the names of locals: a finding's identity survives a renaming.
_TOLD = {
    "counter": "a counter", "limit": "a limit", "clock": "the clock", "elapsed": "elapsed time", "random": "chance",
    "fingerprint": "the machine", "marker": "a marker kept beyond the process", "install-age": "the age of the installation",
    "answer": "an answer from another machine",
}


class ChangingText(NamedTuple):
    """`site`: where the text is altered or the varying value becomes the description; `why` in words; `tool` its name, if known."""

    tool: str
    site: Site
    why: str


class ChangingTexts:
    """Finds them. One for each analysis."""

    def __init__(
        self, analysis: Analysis, triggers: Triggers, traces: Callable[[Value, Callable[[Value], bool]], list[Trace]]
    ) -> None:
        self._analysis = analysis
        self._triggers = triggers
        self._traces = traces
        self._late = self._only_late()

    def all(self, reached: Iterable[Reached]) -> tuple[ChangingText, ...]:
        """Every changing description, each once by place."""
        found: dict[Site, ChangingText] = {}
        for one in (*self._registered(reached), *self._listed()):
            found.setdefault(one.site, one)
        return tuple(sorted(found.values(), key=lambda one: (one.site, one.tool, one.why)))

    # ------------------------------------------------------------------------------------------------------- registrations

    def _registered(self, reached: Iterable[Reached]) -> Iterator[ChangingText]:
        registered = [(one, one.event.api.registration) for one in reached]
        events = [one for one, spec in registered if spec is not None and spec.kind in ("tool", "tool-update")]
        early = {self._text(one, "name") for one in events if one.root.phase not in _LATER}
        # A server that is set up for each session registers the same tools at the same place again.
        places = {name: {one.event.site for one in events if self._text(one, "name") == name} for name in early}
        for one in events:
            spec = one.event.api.registration
            assert spec is not None
            name = self._text(one, "name")
            value = self._value(one, "description")
            if one.root.phase in _LATER and value is not None and (
                spec.kind == "tool-update" or (name in early and name and len(places[name]) > 1)
            ):
                how = "written anew by a call" if one.root.phase == "call" else "written anew by a timer or an event"
                yield ChangingText(name, one.event.site, f"is {how}, after it was listed")
            elif value is not None:
                yield from self._varying(name, value, one.event.site)

    def _value(self, one: Reached, port: str) -> Value | None:
        spec = one.event.api.registration
        event = one.event
        for candidate in getattr(spec, port):
            found = self._analysis.calls.libraries.ports.read(
                self._analysis.contexts[event.context], candidate, event.receiver, event.callee, event.arguments, event.site
            )
            if found is not None and any(not isinstance(a, Constant) or a.value is not None for a in alternatives(found)):
                return found
        return None

    def _text(self, one: Reached, port: str) -> str:
        value = self._value(one, port)
        for found in alternatives(value) if value is not None else ():
            if isinstance(found, Constant) and isinstance(found.value, str):
                return found.value
        return ""

    def _varying(self, name: str, value: Value, near: Site) -> Iterator[ChangingText]:
        for trace in self._traces(value, lambda v: isinstance(v, Source) and v.kind in _VARYING):
            leaf = trace.leaf
            assert isinstance(leaf, Source)
            hops = [hop.site for hop in trace.hops if hop.kind == "field" and hop.text == "description" and hop.site.function]
            yield ChangingText(name, hops[-1] if hops else near, f"is {_VARYING[leaf.kind]}")
            return

    # ------------------------------------------------------------------------------------------------------- listed objects

    def _listed(self) -> Iterator[ChangingText]:
        for target in self._analysis.heap:
            if target.kind == "library":
                keywords = dict(target.keywords)
                if "description" in keywords and "name" in keywords and _SCHEMAS & set(keywords):
                    yield from self._varying(self._constant(keywords["name"]), keywords["description"], target.site)
            if target.kind not in ("object", "library", "instance") or "description" not in target.named:
                continue
            if not self._is_tool(target):
                continue
            name = next((self._constant(e.value) for e in target.named.get("name", {}).values()), "")
            entries = list(_entries(target))
            is_rewritten = len({(_plain(entry.site), entry.value) for _, entry in entries}) > 1
            for context, entry in entries:
                # What is made as late as it is written is put together, not altered: nobody saw it before.
                is_altered = context in self._late and target.context not in self._late
                yield from self._of_entry(name, entry, is_rewritten, is_altered)

    def _of_entry(self, name: str, entry: Entry, is_rewritten: bool, is_altered: bool) -> Iterator[ChangingText]:
        site = _plain(entry.site)
        if is_rewritten and is_altered:
            yield ChangingText(name, site, "is written anew by a call, a timer or an event, after it was listed")
            return
        atom = next((a for guard in entry.guards for a in self._triggers.atoms(guard) if a.kind in _TRIGGERS), None)
        if atom is not None and is_rewritten:
            yield ChangingText(name, site, f"is another one depending on {_TOLD.get(atom.kind, 'something that changes')}")
            return
        yield from self._varying(name, entry.value, site)

    def _is_tool(self, target: HeapObject) -> bool:
        return bool(_SCHEMAS & {*target.named, *(key for key, _ in target.keywords)})

    def _constant(self, value: Value) -> str:
        return next((a.value for a in alternatives(value) if isinstance(a, Constant) and isinstance(a.value, str)), "")

    def _only_late(self) -> frozenset[int]:
        """Contexts that only calls, timers and events reach."""
        late = self._reached_from(r.context for r in self._analysis.roots.values() if r.phase in _LATER)
        early = self._reached_from(r.context for r in self._analysis.roots.values() if r.phase not in (*_LATER, "unreached"))
        return frozenset(late - early)

    def _reached_from(self, contexts: Iterable[int]) -> set[int]:
        queue = deque(contexts)
        seen: set[int] = set()
        while queue:
            context = self._analysis.contexts.get(queue.popleft())
            if context is None or context.id in seen or context.dead:
                continue
            seen.add(context.id)
            queue.extend(edge.callee for edge in context.edges)
        return seen


def _entries(target: HeapObject) -> Iterator[tuple[int, Entry]]:
    for (context, _), entry in target.named["description"].items():
        if not isinstance(entry.value, Object):
            yield context, entry


def _plain(site: Site) -> Site:
    return Site(site.function, site.start, site.end % 1_000_000_000) if site.end > 900_000_000 else site
