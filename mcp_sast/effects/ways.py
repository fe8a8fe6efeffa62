"""Every way to a context, not only the shortest one.

In: a settled `Analysis`. Out: for each context the guards that hold on all ways to it from live roots, and whether it is entered by
calls only.
"""

from __future__ import annotations

from mcp_sast.dataflow.analysis import Analysis
from mcp_sast.dataflow.heap import Guard, Guards

_ONCE = frozenset({"install", "import", "init"})


class Ways:
    """One for each package."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._guards: dict[int, dict[Guard, None]] = {}
        self._once: set[int] = set()
        self._of_function: dict[str, dict[Guard, None]] = {}
        self._walk()
        self._walk_once()

    def guards_of(self, context: int) -> Guards:
        """The guards on every way to a context."""
        return tuple(self._guards.get(context, ()))

    def guards_of_function(self, function: str) -> Guards:
        """The guards on every way to a function, with whatever arguments."""
        if not self._of_function:
            for context_id, guards in self._guards.items():
                here = self._analysis.contexts[context_id].function.id
                known = self._of_function.get(here)
                self._of_function[here] = dict(guards) if known is None else {g: None for g in known if g in guards}
        return tuple(self._of_function.get(function, ()))

    def is_of_one_call(self, context: int) -> bool:
        """Is a context reached by calls only? What it makes is gone when the call ends, unless it is kept elsewhere."""
        return context not in self._once

    def _roots(self) -> list[tuple[int, str]]:
        contexts = self._analysis.contexts
        live = []
        for root in self._analysis.roots.values():
            by, here = contexts.get(root.by), contexts.get(root.context)
            if here is not None and not here.dead and not (by is not None and by.dead):
                live.append((root.context, root.phase))
        return live

    def _walk(self) -> None:
        """Guards only become fewer as more ways are found; each round goes on from contexts whose guards changed."""
        todo: dict[int, None] = {}
        for entered, _ in self._roots():
            self._guards[entered] = {}
            todo[entered] = None
        while todo:
            here = next(iter(todo))
            del todo[here]
            context = self._analysis.contexts[here]
            for edge in context.edges:
                callee = self._analysis.contexts.get(edge.callee)
                if callee is None or callee.dead:
                    continue
                arriving = {**self._guards[here], **dict.fromkeys(edge.guards)}
                known = self._guards.get(edge.callee)
                joined = arriving if known is None else {g: None for g in known if g in arriving}
                if known is None or len(joined) < len(known):
                    self._guards[edge.callee] = joined
                    todo[edge.callee] = None

    def _walk_once(self) -> None:
        todo = [context for context, phase in self._roots() if phase in _ONCE]
        while todo:
            here = todo.pop()
            if here in self._once:
                continue
            self._once.add(here)
            context = self._analysis.contexts.get(here)
            if context is not None and not context.dead:
                todo.extend(edge.callee for edge in context.edges)
