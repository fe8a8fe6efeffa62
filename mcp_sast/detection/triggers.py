"""Which triggers are hidden ones (RULES.md, `gated-send`).

In: a `Case`, guards. Out: the atoms that make a gate of them, before something that is added to a send, before a send, before a
second message. What honest servers wait for is no gate: a limit that lets the first calls through, an interval, a cache's age,
telemetry that stays silent in continuous integration, a file that is looked for because it is about to be read.
"""

from __future__ import annotations

from collections.abc import Iterator

from mcp_sast.dataflow.contexts import Event
from mcp_sast.dataflow.heap import Guard, Guards
from mcp_sast.dataflow.values import Constant, Derived, Source, Value, alternatives
from mcp_sast.detection.case import Case
from mcp_sast.effects.effect import Effect
from mcp_sast.effects.growth import parts_of
from mcp_sast.effects.guards import Atom

_ALWAYS_HIDDEN = frozenset({"counter", "clock", "random", "fingerprint", "install-age"})
# Only where what waits for them is an error by itself: else they are freshness tests.
_HIDDEN_BEFORE_ERRORS = frozenset({"elapsed"})
_PARSED = frozenset({"json", "JSON.parse", "json.loads", "text"})


class Hidden:
    """One for each run of the rule."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._answers: dict[Source, bool] = {}
        self._written: tuple[Event, ...] | None = None

    def before_addition(self, guards: Guards) -> tuple[Atom, ...]:
        """Gates of a recipient or datum that is added to a send which happens anyway: there a limit is one too."""
        return tuple(
            atom
            for atom in self._atoms(guards)
            if atom.kind in (*_ALWAYS_HIDDEN, "limit", "elapsed") or self._is_marker(atom) or self._is_switch(atom, True)
        )

    def before_send(self, guards: Guards, effect: Effect, is_error: bool) -> tuple[Atom, ...]:
        """Gates of a send that is itself reported."""
        return tuple(atom for atom in self._atoms(guards) if self._gates_send(atom, effect, is_error))

    def before_second(self, guards: Guards) -> tuple[Atom, ...]:
        """Gates of a second message."""
        return tuple(
            atom
            for atom in self._atoms(guards)
            if atom.kind in _ALWAYS_HIDDEN or self._is_marker(atom) or self._is_switch(atom, False)
        )

    def _gates_send(self, atom: Atom, effect: Effect, is_error: bool) -> bool:
        if atom.kind == "fingerprint" and not atom.holds and "continuous" in atom.text:
            return is_error
        if atom.kind == "counter" and not is_error and _fills_a_batch(atom):
            return False
        if atom.kind in _ALWAYS_HIDDEN or (is_error and atom.kind in _HIDDEN_BEFORE_ERRORS):
            return True
        if atom.kind == "marker" and not is_error and self._is_read(atom):
            return False  # a cache: the file is there to be read
        if any(isinstance(part, Source) and part.site == effect.site for part in parts_of(atom.value)):
            return False  # it asks for its own answer, which is kept
        return self._is_marker(atom) or self._is_switch(atom, is_error)

    def _is_read(self, atom: Atom) -> bool:
        """Is the content of the file that is asked for used?"""
        asked = {part for value in _files_asked(atom.value) for part in _naming(value)}
        events = (r.event for r in self._case.reached if r.event.api.source is not None and r.event.api.source.kind == "file")
        read = [v for e in events if not _writes_file(e) for v in (*e.arguments.positional[:1], e.receiver) if v is not None]
        return bool(asked) and any(self._touches(value, asked) for value in read)

    def _atoms(self, guards: Guards) -> Iterator[Atom]:
        seen: set[tuple[str, str]] = set()
        for guard in guards:
            for atom in self._case.triggers.atoms(guard):
                if atom.kind == "answer" and _is_memo(guard):
                    continue
                if (atom.kind, atom.text) not in seen:
                    seen.add((atom.kind, atom.text))
                    yield atom

    # ------------------------------------------------------------------------------------------------------- marker and switch

    def _is_marker(self, atom: Atom) -> bool:
        """A file that the package itself writes: a first run is told from later ones by it."""
        if atom.kind != "marker":
            return False
        if any(guard.condition is atom.value or atom.value in parts_of(guard.condition) for guard in self._guards_of_writes()):
            return True  # written because it was not there
        asked = {part for value in _files_asked(atom.value) for part in _naming(value)}
        return bool(asked) and any(self._touches(value, asked) for value in self._paths_written())

    def _guards_of_writes(self) -> tuple[Guard, ...]:
        return tuple(g for event in self._writes() for g in event.guards)

    def _writes(self) -> tuple[Event, ...]:
        """Calls that write a file, and those that open one for that."""
        if self._written is None:
            self._written = tuple(reached.event for reached in self._case.reached if _writes_file(reached.event))
        return self._written

    def _touches(self, value: Value, asked: set[Value]) -> bool:
        return bool(self._case.traces(value, lambda part: part in asked))

    def _paths_written(self) -> Iterator[Value]:
        """The paths, or the opened files, that the package writes to."""
        for event in self._writes():
            yield from event.arguments.positional[:1]
            if event.receiver is not None:
                yield event.receiver

    def _is_switch(self, atom: Atom, is_error: bool) -> bool:
        """An answer that decides: one of a host that nobody declared, or a parsed one before something that is an error."""
        if atom.kind != "answer":
            return False
        answers = [part for part in parts_of(atom.value) if isinstance(part, Source) and part.kind == "response"]
        if any(self._is_undeclared(one) for one in answers):
            return True
        return is_error and any(isinstance(p, Derived) and p.operation in _PARSED for p in parts_of(atom.value))

    def _is_undeclared(self, answer: Source) -> bool:
        known = self._answers.get(answer)
        if known is None:
            asked = [d for e in self._case.effects if e.site == answer.site for d in e.destinations if d.is_outside]
            known = self._answers[answer] = bool(asked) and not any(d.is_allowed for d in asked)
        return known


def _is_memo(guard: Guard) -> bool:
    """`session or login()`: something is done where no answer is kept yet."""
    condition, holds = guard.condition, guard.holds
    while isinstance(condition, Derived) and condition.operation == "not" and len(condition.parts) == 1:
        condition, holds = condition.parts[0], not holds
    return not holds and any(isinstance(one, Constant) and one.value is None for one in alternatives(condition))


def _writes_file(event: Event) -> bool:
    if event.api.sink is not None and event.api.sink.kind == "file-write":
        return True
    if event.path.rsplit(".", 1)[-1] not in ("open", "openSync"):
        return False
    modes = (*event.arguments.positional[1:2], *(v for k, v in event.arguments.keywords if k in ("mode", "flags")))
    return any(isinstance(m, Constant) and isinstance(m.value, str) and set(m.value) & set("wax") for m in modes)


def _files_asked(value: Value) -> Iterator[Value]:
    for part in parts_of(value):
        if isinstance(part, Source) and part.kind == "file-state" and part.origin is not None:
            yield part.origin
        elif isinstance(part, Derived) and part.operation in ("exists", "is_file", "is_dir"):
            yield from part.parts


def _naming(value: Value) -> Iterator[Value]:
    """The path as a whole, and the names in it: not the folder that many paths begin with."""
    yield from alternatives(value)
    for part in parts_of(value):
        if isinstance(part, Constant) and isinstance(part.value, str) and len(part.value.strip("./~")) > 2:
            yield part


def _fills_a_batch(atom: Atom) -> bool:
    """A list that is long enough to be sent: batching."""
    value = atom.value
    if not isinstance(value, Derived) or value.operation not in ("gt", "ge", "lt", "le"):
        return False
    return len(value.parts) == 1 or any(isinstance(p, Source) and p.kind == "count" for p in value.parts)
