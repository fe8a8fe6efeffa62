"""Where a text is written down: the literals of the code that was analysed.

In: an `Analysis`. Out: for a text and a site near it, the site of the literal (or of the piece of it that holds certain words); None
for a text that no literal holds, since code assembles it.
"""

from __future__ import annotations

from collections.abc import Iterator

from mcp_sast.dataflow.analysis import Analysis
from mcp_sast.dataflow.values import Site
from mcp_sast.ir import ops
from mcp_sast.ir.module import FunctionIR

SHORTEST_PIECE = 8


class Literals:
    """The string literals of all functions that were lowered. Built when the first one is asked for."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._sites: dict[str, list[Site]] = {}

    def of(self, text: str, near: Site, words: str) -> Site | None:
        """The literal of a text: the whole text, or the longest piece of it that has the words (or a part of them)."""
        sites = self._index()
        if text in sites:
            return min(sites[text], key=lambda site: self._distance(site, near))
        pieces = [(piece, found) for piece, found in sites.items() if piece in text]
        holding = [pair for pair in pieces if words and words.lower() in pair[0].lower()]
        if not holding:
            holding = [pair for pair in pieces if _shares_words(pair[0], words)]
        if not holding:
            return None
        longest = max(holding, key=lambda pair: (len(pair[0]), pair[0]))
        return min(longest[1], key=lambda site: self._distance(site, near))

    def _distance(self, site: Site, near: Site) -> tuple[object, ...]:
        module_of = self._analysis.program.module_of
        elsewhere = module_of(site.function) != module_of(near.function)
        return (site.function != near.function, elsewhere, abs(site.start - near.start), site)

    def _index(self) -> dict[str, list[Site]]:
        if not self._sites:
            program = self._analysis.program
            functions = dict(program.functions())
            functions.update((module.module.top.id, module.module.top) for module in program.modules.values())
            for _, function in sorted(functions.items()):
                for text, site in _texts(function):
                    self._sites.setdefault(text, []).append(site)
        return self._sites


def _shares_words(piece: str, words: str) -> bool:
    """Does a piece end or begin with a part of the words (that run over several pieces)?"""
    tokens = words.split()
    return any(" ".join(tokens[i : i + 3]) in piece for i in range(max(1, len(tokens) - 2)))


def _texts(function: FunctionIR) -> Iterator[tuple[str, Site]]:
    for instruction in instructions_of(function):
        if type(instruction) is ops.Const and isinstance(instruction.value, str) and len(instruction.value) >= SHORTEST_PIECE:
            yield instruction.value, Site(function.id, *instruction.span)


def instructions_of(function: FunctionIR) -> Iterator[ops.Instruction]:
    """All instructions of a function, those in branches behind the others."""
    todo: list[ops.Block] = [function.body]
    while todo:
        for instruction in todo.pop():
            yield instruction
            if type(instruction) in _BRANCHING:
                todo.extend(blocks_of(instruction))


def blocks_of(instruction: ops.Instruction) -> Iterator[ops.Block]:
    """The blocks inside a branching instruction, in source order."""
    if isinstance(instruction, ops.If):
        yield from (instruction.then, instruction.orelse)
    elif isinstance(instruction, ops.Switch):
        for case in instruction.cases:
            yield from (case.test, case.body)
    elif isinstance(instruction, ops.Loop):
        yield from (instruction.test, instruction.body, instruction.update, instruction.orelse)
    elif isinstance(instruction, ops.Try):
        yield instruction.body
        yield from (handler.body for handler in instruction.handlers)
        yield from (instruction.orelse, instruction.final)


_BRANCHING = frozenset({ops.If, ops.Switch, ops.Loop, ops.Try})
