"""From where code is reached: every root of a context, not only the earliest.

In: a settled analysis. Out: for a context the tools and phases that reach it, in words.

A capability of a helper that two tools share is a capability of both; `Facts` keeps the earliest way alone.
"""

from __future__ import annotations

from collections.abc import Callable

from mcp_sast.dataflow.analysis import Analysis
from mcp_sast.dataflow.contexts import Root

EARLY_PLACES = ("install", "import", "init")


class Reach:
    """One for each package. `words` says where a root runs: a tool's name, or a phase. `wanted`: the contexts that will be asked for."""

    def __init__(self, analysis: Analysis, wanted: frozenset[int], words: Callable[[Root], str]) -> None:
        self._analysis = analysis
        self._places: dict[int, set[str]] = {}
        relevant = self._leading_to(wanted)
        for root in analysis.roots.values():
            by = analysis.contexts.get(root.by)
            if root.phase != "unreached" and root.context in relevant and not (by is not None and by.dead):
                self._spread(root.context, words(root), relevant)

    def places(self, context: int) -> tuple[str, ...]:
        """Where a context is reached from, sorted."""
        return tuple(sorted(self._places.get(context, ())))

    def _leading_to(self, wanted: frozenset[int]) -> set[int]:
        callers: dict[int, list[int]] = {}
        for context in self._analysis.contexts.values():
            for edge in context.edges if not context.dead else ():
                callers.setdefault(edge.callee, []).append(context.id)
        seen = set(wanted)
        todo = list(wanted)
        while todo:
            for caller in callers.get(todo.pop(), ()):
                if caller not in seen:
                    seen.add(caller)
                    todo.append(caller)
        return seen

    def _spread(self, start: int, word: str, relevant: set[int]) -> None:
        todo = [start]
        while todo:
            here = todo.pop()
            context = self._analysis.contexts.get(here)
            if context is None or context.dead or here not in relevant or word in self._places.get(here, ()):
                continue
            self._places.setdefault(here, set()).add(word)
            todo.extend(edge.callee for edge in context.edges)
