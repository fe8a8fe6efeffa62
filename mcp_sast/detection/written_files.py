"""Files that are written and then run.

In: a `Case`. Out: whether a call runs a file that another call writes; which files commands save what they fetch to.

Two paths are one file if they have a telling name in common and what is known of their folders agrees, or if what can't be resolved in
them is the same (a temporary folder, a name from a source).
"""

from __future__ import annotations

from mcp_sast.dataflow.values import Object, Site, Source, Value, leaves
from mcp_sast.detection.case import Case
from mcp_sast.effects.commands import saved_by, text_of_parts
from mcp_sast.effects.execution import Execution, FileChange
from mcp_sast.effects.paths import HOLE


class WrittenFiles:
    """One for each evaluation."""

    def __init__(self, case: Case) -> None:
        self._case = case

    def is_run(self, change: FileChange, execution: Execution) -> bool:
        """Does the call run the file that was written there?"""
        values, texts = self._paths_run(execution)
        return any(_same_name(a, b) for a in change.paths for b in texts) or any(
            self._same_value(a, b) for a in change.values for b in values
        )

    def runs_named(self, execution: Execution, name: str) -> bool:
        """Does it run a file with that name?"""
        return any(_same_name(name, text) for text in self._paths_run(execution)[1])

    def saved_by_commands(self) -> list[tuple[Site, str]]:
        """Files that commands save what they fetch to."""
        found = [
            (e.site, text_of_parts(word)) for e in self._case.executions for line in e.commands for c in line for word in saved_by(c)
        ]
        return [(site, name) for site, name in found if _name(name)]

    def _paths_run(self, execution: Execution) -> tuple[tuple[Value, ...], tuple[str, ...]]:
        """Paths of what is run: a module, a program, a script; a file whose content is run as code."""
        if execution.kind == "process":
            runs = [run for run in execution.runs if run.role in ("program", "script")]
            values = tuple(part for run in runs for part in run.parts if not isinstance(part, str))
            texts = [text_of_parts(run.parts) for run in runs]
            return values, (*texts, *(t for v in values for t in self._case.path_texts(v)))
        contents = [
            trace.leaf
            for value in (*execution.values, *execution.fed)
            for trace in self._case.traces(value, lambda v: isinstance(v, Source) and v.kind == "file")
        ]
        origins = tuple(leaf.origin for leaf in contents if isinstance(leaf, Source) and leaf.origin is not None)
        texts = [text for origin in origins for text in self._case.path_texts(origin)]
        if execution.kind in ("load", "native"):
            return (*origins, *execution.values), (*texts, *execution.paths)
        return origins, tuple(texts)

    def _same_value(self, one: Value, other: Value) -> bool:
        """Is what is not known of both paths the same thing? For paths without a telling name."""
        if one is other:
            return True
        if any(_name(text) for text in self._case.path_texts(one)):
            return False
        mine, yours = set(_telling(one)), set(_telling(other))
        return bool(mine & yours)


def _telling(value: Value) -> list[Value]:
    return [leaf for leaf in leaves(value) if isinstance(leaf, (Source, Object))]


def _name(path: str) -> str:
    """The last part of a path, "" if it is not known."""
    last = path.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return "" if HOLE in last or len(last) < 3 else last


def _same_name(one: str, other: str) -> bool:
    name = _name(one)
    if not name or name != _name(other):
        return False
    mine, yours = one.split("/")[-2:-1], other.split("/")[-2:-1]
    return mine == yours or any(HOLE in "".join(folder) or not "".join(folder).strip(".") for folder in (mine, yours))
