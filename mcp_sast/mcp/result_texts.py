"""The author's own words in what tools and resources give back: results, and the messages of errors.

In: a settled analysis, a `ModelTexts`. Out: `ModelText`s of kind "result" and "error". What comes from elsewhere (answers, files) is a
hole in them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator

from mcp_sast.dataflow.analysis import Analysis
from mcp_sast.dataflow.contexts import Context, Root
from mcp_sast.dataflow.values import Site
from mcp_sast.ir import ops
from mcp_sast.ir.module import FunctionIR
from mcp_sast.mcp.literals import instructions_of
from mcp_sast.mcp.model_texts import SHORTEST, ModelText, ModelTexts

_ANSWERING = frozenset({"tool", "resource", "request-handler", "callback"})


def result_texts(analysis: Analysis, texts: ModelTexts, name_of: Callable[[Root], str]) -> tuple[ModelText, ...]:
    """The texts, each once by text and place."""
    found: dict[tuple[str, Site], ModelText] = {}
    for root in analysis.roots.values():
        if root.phase != "call" or root.title not in _ANSWERING:
            continue
        context = analysis.contexts[root.context]
        if context.dead:
            continue
        name = name_of(root)
        if context.returned is not None:
            for text in texts.inside(context.returned, "result", name, Site(context.function.id, 0, 0)):
                if not text.is_name:
                    found.setdefault((text.text, text.site), text)
        for function in _reached_from(analysis, context):
            for text in _raised(function, name):
                found.setdefault((text.text, text.site), text)
    return tuple(sorted(found.values(), key=lambda t: (t.site, t.part, t.text)))


def _reached_from(analysis: Analysis, start: Context) -> Iterator[FunctionIR]:
    queue = deque([start.id])
    seen: set[int] = set()
    functions: set[str] = set()
    while queue:
        context = analysis.contexts.get(queue.popleft())
        if context is None or context.id in seen or context.dead:
            continue
        seen.add(context.id)
        if context.function.id not in functions:
            functions.add(context.function.id)
            yield context.function
        queue.extend(edge.callee for edge in context.edges)


def _raised(function: FunctionIR, owner: str) -> Iterator[ModelText]:
    """The literals inside the statements that throw."""
    instructions = list(instructions_of(function))
    thrown = [i.span for i in instructions if isinstance(i, ops.Throw)]
    if not thrown:
        return
    for instruction in instructions:
        if not (isinstance(instruction, ops.Const) and isinstance(instruction.value, str) and len(instruction.value) >= SHORTEST):
            continue
        start, end = instruction.span
        if any(first <= start and end <= last for first, last in thrown):
            yield ModelText(instruction.value, "error", owner, "message", Site(function.id, start, end), True)
