"""Reads of the environment, as far as flows show them.

In: a `Case`, its `Phases`. Out: `EnvironmentRead`s in a fixed order, each with the way on which it is reached.

A named read is seen where it stands. A bulk read counts only where it
is put to use: sent, written to a file, run, or given back by a handler. An environment that is only handed on to a child process, or
looked through for a few names, is not the concern of any rule.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from mcp_sast.dataflow.facts import Reached, Trace
from mcp_sast.dataflow.values import Constant, Object, Site, Source, Value, alternatives
from mcp_sast.detection.case import Case
from mcp_sast.detection.phases import Phases, Way
from mcp_sast.effects.build import INSIDE
from mcp_sast.effects.data import prefix_along
from mcp_sast.effects.effect import Effect

# What is read of a name or value of the environment, and is no variable.
_NO_VARIABLES = frozenset(dir(str)) | frozenset(dir(dict)) | frozenset((
    "startsWith", "endsWith", "toLowerCase", "toUpperCase", "includes", "match", "test", "length", "slice", "substring", "trim",
    "padStart", "padEnd", "charAt", "indexOf", "forEach", "map", "filter", "reduce", "hasOwnProperty", "toString", "replaceAll",
))  # fmt: skip
# Programs that print the environment, and files that hold it.
_PRINTERS = frozenset({"printenv", "env", "/usr/bin/printenv", "/usr/bin/env"})
_FILES = ("/proc/self/environ", "/proc/thread-self/environ")
_CHILD_ENVIRONMENT = "env"


@dataclass(frozen=True, slots=True)
class EnvironmentRead:
    """`name`: a variable, "*" for all, "PREFIX*" for all that begin so. `use`: the call that it goes into, in words ("" if the read
    itself is all that is known) and its site."""

    name: str
    site: Site
    way: Way
    use: str = ""
    use_site: Site | None = None

    @property
    def is_bulk(self) -> bool:
        """Many variables at once."""
        return self.name.endswith("*")


class EnvironmentReads:
    """One for each case."""

    def __init__(self, case: Case, phases: Phases) -> None:
        self._case = case
        self._phases = phases
        self._found: dict[tuple[str, Site], EnvironmentRead] = {}

    def all(self) -> tuple[EnvironmentRead, ...]:
        """Every read once, by place and name; of several uses the first."""
        for known in self._case.reads:
            if known.read.kind == "environment" and not known.read.name.endswith(("*", "?")):
                self._note(EnvironmentRead(known.read.name, known.read.site, Way(known.root, known.edges)))
        returned = self._returned()
        for one in self._case.reached:
            self._at_call(one, returned)
            sink = one.event.api.sink
            if sink is not None and sink.kind in INSIDE:
                self._in_arguments(one, sink.kind == "process")
        for effect in self._case.effects:
            if self._case.is_live(effect):
                self._in_effect(effect)
        return tuple(self._found[key] for key in sorted(self._found, key=lambda key: (key[1], key[0])))

    def _returned(self) -> frozenset[Site]:
        """Where data was read that some handler gives back."""
        roots = {one.root.context: one.root for one in self._case.reached}
        return frozenset(site for root in roots.values() for site in self._case.returned_by(root))

    # -------------------------------------------------------------------------------------------------------- where they are seen

    def _at_call(self, one: Reached, returned: frozenset[Site]) -> None:
        """A call that reads, or a program that prints the environment."""
        event, way = one.event, Way(one.root, one.edges)
        source, sink = event.api.source, event.api.sink
        if source is not None and source.kind == "environment":
            for name in (leaf.name for leaf in alternatives(event.result) if isinstance(leaf, Source)):
                if name not in ("*", "?") or (name == "*" and event.site in returned):
                    self._note(EnvironmentRead(name, event.site, way))
        if sink is not None and sink.kind == "process" and self._prints(event.arguments.positional):
            self._note(EnvironmentRead("*", event.site, way))

    def _prints(self, given: tuple[Value, ...]) -> bool:
        """Is `printenv`, and nothing else, the command line?"""
        command = given[0] if given else None
        if isinstance(command, Object):
            words = [
                t.leaf.value for t in self._case.traces(command, lambda v: isinstance(v, Constant)) if isinstance(t.leaf, Constant)
            ]
            return len(words) == 1 and words[0] in _PRINTERS
        return isinstance(command, Constant) and isinstance(command.value, str) and command.value.strip() in _PRINTERS

    def _in_arguments(self, one: Reached, is_process: bool) -> None:
        given = one.event.arguments
        named = [value for name, value in given.keywords if not (is_process and name == _CHILD_ENVIRONMENT)]
        for value in (*given.positional, *named, *given.rest):
            for trace in self._case.traces(value, _is_environment):
                if is_process and any(hop.kind == "field" and hop.text == _CHILD_ENVIRONMENT for hop in trace.hops):
                    continue
                self._used(self._name(trace), trace, one)

    def _in_effect(self, effect: Effect) -> None:
        for datum in effect.data:
            if datum.kind == "environment":
                self._used(datum.name, datum.trace, effect.reached)
            elif datum.kind == "file" and (datum.name in _FILES or any(path in _FILES for path in datum.paths)):
                self._used("*", datum.trace, effect.reached)

    def _name(self, trace: Trace) -> str:
        leaf = trace.leaf
        assert isinstance(leaf, Source)
        name = "*" if leaf.kind == "file" else leaf.name
        if name == "?" and leaf.origin is not None and self._case.traces(leaf.origin, _is_environment):
            name = "*"
        if name == "*":
            name = prefix_along(trace) or name
        return name

    # --------------------------------------------------------------------------------------------------------------- noting them

    def _used(self, name: str, trace: Trace, one: Reached) -> None:
        leaf = trace.leaf
        if name == "?" or not isinstance(leaf, Source):
            return
        # The environment as an object has no place of its own: it is read where it is first taken as data.
        sites = (leaf.site, *(hop.site for hop in trace.hops), one.event.site)
        site = next(site for site in sites if site.function)
        way = Way(one.root, one.edges) if site == one.event.site else self._phases.way_to(site.function)
        if way is not None:
            self._note(EnvironmentRead(name, site, way, one.event.path.rstrip("()").removeprefix("?."), one.event.site))

    def _note(self, read: EnvironmentRead) -> None:
        if read.name in _NO_VARIABLES:
            return
        known = self._found.get((read.name, read.site))
        if known is not None and not known.use and read.use:
            read = replace(read, way=known.way)  # the read's own way, which may be an earlier one
        if known is None or (not known.use and read.use):
            self._found[(read.name, read.site)] = read


def _is_environment(value: Value) -> bool:
    return isinstance(value, Source) and (value.kind == "environment" or (value.kind == "file" and value.name in _FILES))
