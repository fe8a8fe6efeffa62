"""What the rules on exfiltration have in common: who answers whom, which effects are one tool's, and the finding.

In: a `Case`. Out: `Answers`; the level of a destination that is neither declared nor explained; the `Finding` of a leak.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from mcp_sast.dataflow.contexts import CallEdge
from mcp_sast.dataflow.heap import Guard
from mcp_sast.dataflow.values import Constant, Derived, Function, Library, Object, Site, Source, Unknown, Value, leaves
from mcp_sast.detection.case import Case, capped, chain, phase_of, steps
from mcp_sast.detection.rule import Rule
from mcp_sast.effects.effect import Datum, Destination, Effect
from mcp_sast.findings.finding import Confidence, Finding, Level

_OTHERS_CHOICE = frozenset({"library", "environment", "file", "arguments", "configuration", "tool-argument", "request-context"})
_SHORTEST_ADDRESS = 8
_EVENTFUL = ("http.", "https.")
_EQUALITIES = frozenset({"eq", "in"})
# What stands under these names, in a header or in a client's options, logs in.
_LOGIN_WORDS = ("auth", "token", "apikey", "secret", "password", "credential", "cookie", "bearer", "signature", "key")


@dataclass(frozen=True, slots=True)
class Leak:
    """One datum that goes to one destination. `what` begins the message, `first` is the first step, `source` identifies it."""

    effect: Effect
    datum: Datum
    destination: Destination
    level: Level
    what: str
    first: str
    source: str


def undeclared_level(destination: Destination) -> Level | None:
    """error for a host that is neither declared nor explained, one level lower where it can't be resolved; a note where the analysis
    has lost the address on its way, so that nothing at all can be said of it."""
    if not destination.is_outside or destination.is_allowed:
        return None
    if destination.judgement is not None:
        return "error"
    return "note" if _is_lost(destination) else "warning"


def _is_lost(destination: Destination) -> bool:
    """Is something in the address not known at all, or mixed with what call or operator give, so that it may well be theirs? A short
    constant (a path, a flag) hides no address: it has lost what it belongs to."""
    found = [leaf for value in destination.values[:1] for leaf in leaves(value)]
    if any(isinstance(leaf, (Unknown, Library, Object, Function)) for leaf in found):
        return True
    sources = [leaf for leaf in found if isinstance(leaf, Source)]
    texts = [leaf.value for leaf in found if isinstance(leaf, Constant) and isinstance(leaf.value, (str, bytes))]
    if any(leaf.kind in _OTHERS_CHOICE for leaf in sources):
        return True
    return not sources and all(len(text) < _SHORTEST_ADDRESS for text in texts)


def finding(rule: Rule, case: Case, leak: Leak) -> Finding:
    """The finding of a leak: at the call that hands the bytes over; an unknown callee on the way caps it at warning."""
    effect, destination, level = leak.effect, leak.destination, leak.level
    if level == "error" and any(hop.text == "call" for hop in leak.datum.trace.hops):
        level = "warning"
    tier = f" ({destination.judgement.tier}: {destination.judgement.reason})" if destination.judgement is not None else ""
    call = effect.reached.event.path.rstrip("()")
    return Finding(
        rule=rule.id,
        level=capped(case, effect, level),
        message=f"{leak.what} sent to {destination.name}{tier} by {call}.",
        place=case.place_of(effect.site),
        function=case.function_of(effect.site),
        phase=phase_of(effect),
        steps=steps(case, leak.datum, effect, leak.first, f"sent to {destination.name}"),
        chain=chain(case, effect),
        source=leak.source,
        destination=destination.host or "",
        confidence=_confidence(effect, destination),
        sink=case.place_of(effect.given_host_at),
        tools=tuple(t for t in (case.tool_of(effect.reached),) if t),
    )


def _confidence(effect: Effect, destination: Destination) -> Confidence:
    if destination.host is None:
        return "low"
    return "high" if len(effect.destinations) == 1 else "medium"


def decides(datum: Datum, effect: Effect) -> bool:
    """Does the datum say where the request goes? An address, or the answer that an address was read from, is not what leaks."""
    return any(
        isinstance(leaf, Source) and (leaf.kind, leaf.site) == (datum.kind, datum.site)
        for destination in effect.destinations
        for value in destination.values[: 1 if destination.host is None else 0]
        for leaf in leaves(value)
    )


def only_logs_in(datum: Datum) -> bool:
    """Is the datum sent in a field by which one logs in?"""
    labels = [entry.label.lower().replace("-", "").replace("_", "") for entry in datum.trace.entries if entry.label]
    return any(word in label for label in labels[:2] for word in _LOGIN_WORDS)


Result = Literal["yes", "unseen", "no"]


class Answers:
    """Which request an answer belongs to, and what tools return. One for each evaluation."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._at: dict[Site, list[Effect]] = {}
        self._of_root: dict[int, list[Effect]] = {}
        for effect in case.effects:
            self._at.setdefault(effect.site, []).append(effect)
            self._of_root.setdefault(effect.reached.root.context, []).append(effect)
        self.results = frozenset(self._results())

    def _results(self) -> Iterator[Site]:
        """Sites of what tools, prompts and resources return."""
        roots = {r.root.context: r.root for r in self._case.reached if r.root.phase == "call"}
        for root in roots.values():
            yield from self._case.returned_by(root)

    def comes_from(self, datum: Datum, destination: Destination) -> bool:
        """Is the datum an answer of the very host that it is sent to?"""
        asked = {d.host for effect in self._at.get(datum.site, ()) for d in effect.destinations}
        return bool(asked) and asked <= {destination.host}

    def gives_result(self, effect: Effect) -> Result:
        """Is the destination the tool's only one, as far as hosts are known, and its answer what the tool returns? Alternatives of one
        request (regions, mirrors) are one destination."""
        returned = self._case.returned_by(effect.reached.root)
        hosts = _hosts(effect)
        same = [e for e in self._of_root[effect.reached.root.context] if e.site == effect.site or not _exclude(e, effect)]
        if any(not _hosts(e) <= hosts for e in same):
            return "no"
        same = [e for e in same if _hosts(e) or not hosts]
        if any(e.site in returned for e in same):
            return "yes"
        return "unseen" if any(_answers_a_callback(e) for e in same) else "no"


def _hosts(effect: Effect) -> set[str]:
    """The hosts of an effect; one that call or operator names is a host too, one that can't be resolved is not."""
    return {d.host or d.explained for d in effect.destinations if d.is_outside and (d.host or d.explained in ("call", "operator"))}


def _answers_a_callback(effect: Effect) -> bool:
    """Is the answer handed to a function? What that does with it, event by event, the analysis hardly sees."""
    event = effect.reached.event
    return event.path.startswith(_EVENTFUL) and any(isinstance(value, Function) for value in event.arguments.positional)


def _exclude(one: Effect, other: Effect) -> bool:
    """Are they branches of one dispatch: different cases of one name, or different entries of one table?"""
    held = {(g.condition, g.holds) for g in one.reached.guards}
    if any((g.condition, not g.holds) in held for g in other.reached.guards):
        return True
    if _selected(one) and _selected(other) and _selected(one).isdisjoint(_selected(other)):
        return True
    return _diverge(one.reached.edges, other.reached.edges)


def _selected(effect: Effect) -> set[tuple[Value, object]]:
    """The constants that something of the call is equal to where the effect happens."""
    return {pair for guard in effect.reached.guards if guard.holds for pair in _equal(guard)}


def _equal(guard: Guard) -> Iterator[tuple[Value, object]]:
    condition = guard.condition
    if not isinstance(condition, Derived) or condition.operation not in _EQUALITIES:
        return
    asked = [p for p in condition.parts if isinstance(p, Source) and p.kind in ("tool-argument", "request-context")]
    for part in condition.parts:
        if isinstance(part, Constant) and asked:
            yield asked[0], part.value


def _diverge(one: tuple[CallEdge, ...], other: tuple[CallEdge, ...]) -> bool:
    for mine, yours in zip(one, other, strict=False):
        if mine.callee != yours.callee:
            return mine.site == yours.site
    return False
