"""Addresses that are put together so as not to be read.

In: the value of an address, the host that it is. Out: `Evidence`: the steps by which the address was decoded or assembled, or the data
file of the package that holds nothing else.

A step counts only if what it made is part of the host: a decoded token in a path hides no destination. An address that can't be
resolved is hidden if it is computed from constants of the package alone, and some step on the way decodes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from mcp_sast.addresses.pattern import certain_host
from mcp_sast.dataflow.analysis import Analysis
from mcp_sast.dataflow.facts import Facts
from mcp_sast.dataflow.provenance import ASSEMBLED, Fold, decodes
from mcp_sast.dataflow.values import Concat, Constant, Derived, Object, Site, Source, Union, Value, alternatives, leaves
from mcp_sast.effects.paths import PACKAGE, Paths

_SHORTEST_LABEL = 4
_LONGEST_FILE = 600
_DEEPEST = 13
_MOST_VISITED = 2_000
_NUMBERED = re.compile(r"[a-z]+\d+")
_ONE_WORD = re.compile(r"\S{6,500}")


class Evidence(NamedTuple):
    """One step that hides an address: what it is called, where, and what came out."""

    how: str
    site: Site
    text: str


class Hiding:
    """Looks for evidence. One for each package."""

    def __init__(self, analysis: Analysis, facts: Facts) -> None:
        self._facts = facts
        self._heap = analysis.heap
        self._program = analysis.program
        self._paths = Paths(analysis, facts)
        self._steps: dict[Value, tuple[Evidence, ...]] = {}

    def evidence(self, values: tuple[Value, ...], host: str | None) -> tuple[Evidence, ...]:
        """What hides the address that these values are."""
        if host is None:
            return tuple(dict.fromkeys(e for value in values for e in self._of_unresolved(value)))
        labels = {label for label in re.split(r"[.\-]", host.lower()) if len(label) >= _SHORTEST_LABEL} - {"https", "http"}
        found: dict[Evidence, None] = {}
        for value in values:
            for fold in self._folds(value):
                if _makes(fold, labels):
                    how = "assembled from pieces of words" if fold.operation == ASSEMBLED else f"decoded ({fold.operation})"
                    found[Evidence(how, fold.site, fold.text)] = None
        return tuple(found)

    def kept_alone(self, values: tuple[Value, ...]) -> tuple[str, Evidence] | None:
        """The address in a data file of the package that holds nothing else, if that is where it is read from."""
        for leaf in _sources(values):
            text = self._shipped_text(leaf)
            if text is not None and _ONE_WORD.fullmatch(text.strip()) and certain_host([text.strip()]).host is not None:
                return text.strip(), Evidence("kept in a file that holds nothing else", leaf.site, text.strip())
        return None

    def _folds(self, value: Value) -> Iterator[Fold]:
        for trace in self._facts.traces(value, lambda v: isinstance(v, Constant) and bool(v.history)):
            assert isinstance(trace.leaf, Constant)
            yield from trace.leaf.history

    # --------------------------------------------------------------------------------------------------------- not resolved

    def _of_unresolved(self, value: Value) -> Iterator[Evidence]:
        """Decoding steps over constants of the package alone."""
        for one in alternatives(value):
            steps = self._decoding(one)
            if not steps:
                continue
            found = [leaf for leaf in leaves(one) if not isinstance(leaf, Object)]
            inner = [t.leaf for leaf in leaves(one) if isinstance(leaf, Object) for t in self._facts.traces(leaf, _is_end)]
            ends = [*found, *inner]
            shipped = [leaf for leaf in ends if isinstance(leaf, Source) and self._shipped_text(leaf) is not None]
            if ends and all(isinstance(leaf, Constant) or leaf in shipped for leaf in ends) and (shipped or _tells(ends)):
                yield from steps

    def _decoding(self, value: Value) -> tuple[Evidence, ...]:
        """The steps inside a value that decode, each value visited once: parts are shared, and paths to them grow like 2 to the depth."""
        known = self._steps.get(value)
        if known is not None:
            return known
        found: list[Evidence] = []
        seen, level = {value}, [value]
        for _ in range(_DEEPEST):
            below: list[Value] = []
            for one in level:
                found.extend(_steps_of(one))
                for part in self._parts(one):
                    if part not in seen and len(seen) < _MOST_VISITED:
                        seen.add(part)
                        below.append(part)
            level = below
        self._steps[value] = tuple(found)
        return self._steps[value]

    def _parts(self, value: Value) -> Iterable[Value]:
        if isinstance(value, (Derived, Concat)):
            return value.parts
        if isinstance(value, Union):
            return value.alternatives
        if isinstance(value, Object) and self._heap[value.id].kind in ("list", "tuple"):
            return [entry.value for entry in list(self._heap[value.id].items.values())[:64]]
        return ()

    # ----------------------------------------------------------------------------------------------------------- data files

    def _shipped_text(self, leaf: Source) -> str | None:
        """The text of a file of the package, if that is what was read."""
        if leaf.kind != "file":
            return None
        module = self._program.module_of(leaf.site.function)
        for path in self._paths.of_source(leaf):
            for candidate in _candidates(path, module):
                data = self._program.texts.get(candidate)
                if data is not None and len(data) <= _LONGEST_FILE:
                    return data.decode("utf-8", "replace")
        return None


def _steps_of(value: Value) -> Iterator[Evidence]:
    """The decoding steps at one value, not inside of it."""
    if isinstance(value, Constant):
        yield from (Evidence(f"decoded ({f.operation})", f.site, f.text) for f in value.history if f.operation != ASSEMBLED)
    elif isinstance(value, Derived) and decodes(value.operation, _constants(value)):
        yield Evidence(f"decoded ({value.operation.rpartition('.')[2]})", value.site, "")


def _constants(value: Derived) -> list[object]:
    return [c.value for p in value.parts for c in alternatives(p) if isinstance(c, Constant)]


def _candidates(path: str, module: str) -> Iterator[str]:
    if not path.startswith(PACKAGE):
        return
    rest = path[len(PACKAGE) :].lstrip("/")
    for base in (PurePosixPath(module).parent, PurePosixPath(module)):
        parts: list[str] = []
        for part in (base / rest).parts:
            if part == ".." and parts:
                parts.pop()
            elif part not in (".", ".."):
                parts.append(part)
        yield "/".join(parts)


def _is_end(value: Value) -> bool:
    return not isinstance(value, (Object, Derived, Concat, Union))


def _sources(values: tuple[Value, ...]) -> Iterator[Source]:
    for value in values:
        yield from (leaf for leaf in leaves(value) if isinstance(leaf, Source))


def _tells(ends: list[Value]) -> bool:
    """Is there a text long enough, or are there numbers enough, to hold an address?"""
    texts = [leaf.value for leaf in ends if isinstance(leaf, Constant) and isinstance(leaf.value, (str, bytes))]
    numbers = [leaf for leaf in ends if isinstance(leaf, Constant) and type(leaf.value) is int]
    return any(len(text) >= 12 for text in texts) or len(numbers) >= 8


def _makes(fold: Fold, labels: set[str]) -> bool:
    """Did the step make a part of the host?"""
    text = fold.text.lower()
    if fold.operation == ASSEMBLED:
        return text in labels and not _NUMBERED.fullmatch(text)
    return any(label in text for label in labels)
