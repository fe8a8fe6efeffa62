"""Decoded text that is run (`obfuscated-code-execution`).

In: a `Case`. Out: a finding for each call that runs text, a module or inline code which the package decodes, or puts together from
pieces of words so that no reader sees what is run. Code generated from plainly written templates has no such history.
"""

from __future__ import annotations

from collections.abc import Iterator

from mcp_sast.dataflow.provenance import ASSEMBLED, Fold
from mcp_sast.dataflow.values import Constant, Value, text_of
from mcp_sast.detection.case import Case, chain_of, phase_of_root
from mcp_sast.detection.rule import Rule
from mcp_sast.effects.commands import text_of_parts
from mcp_sast.effects.execution import Execution
from mcp_sast.effects.hiding import Evidence
from mcp_sast.findings.finding import Finding, Step

NAME = "hidden-code"
_SHORTEST = 8
_MOST_STEPS, _MOST_SHOWN = 6, 120
_RUN_AS_CODE = frozenset({"inline", "program", "script"})
# Names that nobody cuts in pieces for any other reason than to hide them.
_TELLING = frozenset({
    "require", "eval", "exec", "child_process", "process", "import", "execsync", "constructor", "builtins",
    "subprocess", "system", "fetch",
})


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """Each call that runs something."""
    for execution in case.executions:
        evidence = tuple(dict.fromkeys(_evidence(case, execution)))
        if evidence:
            yield _finding(rule, case, execution, evidence)


def _evidence(case: Case, execution: Execution) -> Iterator[Evidence]:
    if execution.kind in ("native", "unpickle", "redirect"):
        return
    run = [text_of_parts(one.parts) for one in execution.runs if one.role in _RUN_AS_CODE]
    for value in (*execution.values, *execution.fed):
        for constant in _remembering(case, value):
            text = text_of(constant.value)
            if execution.kind == "process" and not execution.fed and not any(text and text in one for one in run):
                continue
            yield from (_of(fold) for fold in constant.history if _hides(fold))
        if execution.kind != "process":
            yield from case.decoding(value)


def _remembering(case: Case, value: Value) -> Iterator[Constant]:
    for trace in case.traces(value, lambda v: isinstance(v, Constant) and bool(v.history)):
        assert isinstance(trace.leaf, Constant)
        yield trace.leaf


def _hides(fold: Fold) -> bool:
    if fold.operation == ASSEMBLED:
        return fold.text.lower() in _TELLING
    return len(fold.text.strip()) >= _SHORTEST


def _of(fold: Fold) -> Evidence:
    how = "assembled from pieces of words" if fold.operation == ASSEMBLED else f"decoded ({fold.operation})"
    return Evidence(how, fold.site, fold.text)


def _finding(rule: Rule, case: Case, execution: Execution, evidence: tuple[Evidence, ...]) -> Finding:
    one, call = execution.reached, execution.reached.event.path.rstrip("()")
    steps = [Step(case.place_of(e.site), f"{e.how}: {e.text[:_MOST_SHOWN]}" if e.text else e.how) for e in evidence if e.site.function]
    shown = next((e.text[:_MOST_SHOWN] for e in reversed(evidence) if e.text), "")
    return Finding(
        rule=rule.id,
        level="error",
        message=f"{call} runs text that is {evidence[0].how}{f': {shown}' if shown else ''}.",
        place=case.place_of(execution.site),
        function=case.function_of(execution.site),
        phase=phase_of_root(one.root),
        steps=(*steps[:_MOST_STEPS], Step(case.place_of(execution.site), f"run by {call}")),
        chain=chain_of(case, one, execution.site),
        source=evidence[0].how,
        destination=call,
        confidence="high" if shown else "medium",
        tools=tuple(t for t in (case.tool_of(one),) if t),
    )
