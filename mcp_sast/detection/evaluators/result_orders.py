"""Results and errors that give a model orders (`tool-result-injection`).

In: a `Case`. Out: a finding for each of the author's own texts in what a handler returns or throws that instructs the model beyond
the use of the tool.
"""

from __future__ import annotations

from collections.abc import Iterator

from mcp_sast.detection.case import Case
from mcp_sast.detection.model_text import place_of_text
from mcp_sast.detection.rule import Rule
from mcp_sast.findings.finding import Finding, Step
from mcp_sast.mcp.model_texts import ModelText
from mcp_sast.texts.judging import Verdict, judge

NAME = "result-orders"


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """Each text once."""
    own = frozenset(tool.name for tool in case.tools if tool.name)
    for text in case.results:
        verdict = judge(text.text, own)
        if verdict is not None:
            yield _finding(rule, case, text, verdict)


def _finding(rule: Rule, case: Case, text: ModelText, verdict: Verdict) -> Finding:
    site = place_of_text(case, text, verdict.words[0])
    place = case.place_of(site)
    quoted = ", ".join(f"“{words}”" for words in verdict.words)
    what = "An error" if text.kind == "error" else "The result"
    owner = f"of the tool {text.owner}" if text.owner else "of a handler"
    return Finding(
        rule=rule.id,
        level="error",
        message=f"{what} {owner} orders the model to {verdict.kind}: {quoted}.",
        place=place,
        function=case.function_of(site),
        phase="call",
        steps=(Step(place, f"orders the model to {verdict.kind}"),),
        source=verdict.kind,
        confidence="high",
        tools=(text.owner,) if text.owner else (),
    )
