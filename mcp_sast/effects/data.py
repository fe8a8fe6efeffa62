"""What leaves: the sources inside of values that are sent.

In: values at a sink's data ports. Out: `Datum`s, each source once.
"""

from __future__ import annotations

from collections.abc import Iterable

from mcp_sast.dataflow.analysis import Analysis
from mcp_sast.dataflow.facts import Facts, Trace
from mcp_sast.dataflow.values import Constant, Derived, Source, Value, leaves
from mcp_sast.effects.effect import Datum
from mcp_sast.effects.paths import Paths

# Data of these kinds have no name that tells one from another: each read is one of its own.
_TOLD_BY_PLACE = frozenset({"response", "file", "process-output", "credential"})


class Data:
    """Finds them. One for each package."""

    def __init__(self, analysis: Analysis, facts: Facts) -> None:
        self._facts = facts
        self._paths = Paths(analysis, facts)

    def among(self, values: Iterable[Value]) -> tuple[Datum, ...]:
        """The data inside of values, in their order."""
        traces = (trace for value in values for trace in self._facts.traces(value, lambda v: isinstance(v, Source), content=True))
        return once(self.of(trace) for trace in traces)

    def of(self, trace: Trace) -> Datum:
        """The datum that a trace leads to."""
        leaf = trace.leaf
        assert isinstance(leaf, Source)
        name = leaf.name
        if leaf.kind == "environment" and name == "?" and leaf.origin is not None and self._is_enumerated(leaf.origin):
            name = "*"
        if leaf.kind == "environment" and name == "*":
            name = prefix_along(trace) or name
        return Datum(leaf.kind, name, leaf.site, trace, self._paths.of_source(leaf))

    def _is_enumerated(self, key: Value) -> bool:
        """Does a key come from listing the environment's names?"""
        return bool(self._facts.traces(key, lambda v: isinstance(v, Source) and v.kind == "environment"))


def once(data: Iterable[Datum]) -> tuple[Datum, ...]:
    """Each datum once, the first of the same."""
    found: dict[tuple[object, ...], Datum] = {}
    for datum in data:
        found.setdefault((datum.kind, datum.name, datum.site if datum.kind in _TOLD_BY_PLACE else None), datum)
    return tuple(found.values())


def prefix_along(trace: Trace) -> str:
    """`PREFIX_*` where a trace leads through a guard that lets only such names of the environment pass, else ""."""
    guards = (guard for entry in trace.entries for guard in entry.guards if guard.holds)
    return next((prefix for guard in guards if (prefix := _prefix_of(guard.condition))), "")


def _prefix_of(condition: Value) -> str:
    """`PREFIX_*` where a condition asks whether a name of the environment begins with that prefix, else ""."""
    if not isinstance(condition, Derived) or condition.operation not in ("startsWith", "startswith"):
        return ""
    texts = [p.value for p in condition.parts if isinstance(p, Constant) and isinstance(p.value, str)]
    asked = any(isinstance(leaf, Source) and leaf.kind == "environment" for leaf in leaves(condition))
    return f"{texts[0]}*" if len(texts) == 1 and texts[0] and asked else ""
