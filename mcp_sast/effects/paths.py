"""Which file is read: the text of a path, as far as it is known.

In: the value at a file's path, or the command line of a child process. Out: texts, one for each alternative; what is not known is a
hole, and the folder of the package's own code has a mark, so that what is shipped is told from what is the user's.

    path.join(os.homedir(), ".aws", "credentials")      …/.aws/credentials
    open(os.path.expanduser("~/.netrc"))                ~/.netrc
    path.join(__dirname, "words.json")                  <package>/words.json
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from mcp_sast.dataflow.analysis import Analysis
from mcp_sast.dataflow.facts import Facts
from mcp_sast.dataflow.values import Concat, Constant, Derived, Library, Object, Source, Union, Value, alternatives, text_of

HOLE = "…"
PACKAGE = "<package>"
_PATH_KINDS = frozenset({"file", "process-output"})
_OWN_FOLDER = ("__dirname", "__filename", "import.meta", "__file__")
_MOST_TEXTS = 32
_DEEPEST = 8
_LONGEST = 1_000


class Paths:
    """Reads paths. One for each package."""

    def __init__(self, analysis: Analysis, facts: Facts) -> None:
        self._heap = analysis.heap
        self._facts = facts
        self._up = analysis.interner.constant("..")

    def of_source(self, leaf: Source) -> tuple[str, ...]:
        """The paths of a file that was read, or the command lines of a child whose output it is."""
        if leaf.kind not in _PATH_KINDS:
            return ()
        if leaf.origin is not None:
            return self.texts(leaf.origin)
        return (leaf.name,) if leaf.kind == "file" and leaf.name not in ("", "?") else ()

    def texts(self, value: Value) -> tuple[str, ...]:
        """The texts that a path may have, the same ones once."""
        return tuple(dict.fromkeys(self._texts(value, 0)))[:_MOST_TEXTS]

    def _texts(self, value: Value, depth: int) -> list[str]:
        out: list[str] = []
        for one in alternatives(value):
            out.extend(self._text_of_one(one, depth))
        return out[:_MOST_TEXTS]

    def _text_of_one(self, value: Value, depth: int) -> list[str]:
        if depth > _DEEPEST:
            return [HOLE]
        if isinstance(value, Constant):
            return [text_of(value.value)[:_LONGEST]]
        if isinstance(value, Concat):
            return self._joined(value.parts, "", depth)
        if isinstance(value, Derived):
            return self._joined(_parts_in_order(value), " " if value.operation == "command" else "/", depth)
        if isinstance(value, Object):
            return self._of_object(value, depth)
        if isinstance(value, Library):
            if value.path == "pathlib.Path().parent" and value.receiver is not None:
                return self._joined((value.receiver, self._up), "/", depth)
            return [PACKAGE if value.path.startswith(_OWN_FOLDER) else HOLE]
        return [HOLE]

    def _of_object(self, value: Object, depth: int) -> list[str]:
        """What a path object (`Path(a, b)`, `new URL(a, base)`) was made from; a list is a command line."""
        target = self._heap[value.id]
        if target.kind in ("list", "tuple"):
            return self._joined([e.value for e in target.items.values()], " ", depth)
        if target.kind != "library":
            return [HOLE]
        made_from = list(target.arguments)
        if target.path == "URL()":
            made_from.reverse()  # the base stands behind what is joined to it
        if isinstance(target.receiver, Object):
            made_from.insert(0, target.receiver)
        return self._joined(made_from, "/", depth) if made_from else [HOLE]

    def _joined(self, parts: Iterable[Value], separator: str, depth: int) -> list[str]:
        pieces = [list(dict.fromkeys(self._texts(part, depth + 1)))[:8] or [HOLE] for part in parts]
        combined: list[str] = []
        for chosen in product(*pieces):
            combined.append(separator.join(chosen)[:_LONGEST])
            if len(combined) >= _MOST_TEXTS:
                break
        return combined


def _parts_in_order(value: Derived) -> tuple[Value, ...]:
    """The parts of a path. A model that says "all arguments" gives one union, whose alternatives are the parts as they were written."""
    if len(value.parts) == 1 and isinstance(value.parts[0], Union):
        return value.parts[0].alternatives
    return value.parts
