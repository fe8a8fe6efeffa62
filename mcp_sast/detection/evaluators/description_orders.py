"""Texts that give a model orders (`tool-description-injection`).

In: a `Case`. Out: a finding for each text that a model reads which instructs it beyond the use of the thing that it describes.
"""

from __future__ import annotations

from collections.abc import Iterator

from mcp_sast.detection.case import Case
from mcp_sast.detection.model_text import place_of_text, whose
from mcp_sast.detection.rule import Rule
from mcp_sast.findings.finding import Finding, Phase, Step
from mcp_sast.mcp.model_texts import ModelText
from mcp_sast.texts.judging import Verdict, judge

NAME = "description-orders"


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """Each text once."""
    own = frozenset(tool.name for tool in case.tools if tool.name)
    verdicts: dict[str, Verdict | None] = {}
    for text in case.texts:
        if text.is_name:
            continue
        if text.text not in verdicts:
            verdicts[text.text] = judge(text.text, own)
        verdict = verdicts[text.text]
        if verdict is not None:
            yield _finding(rule, case, text, verdict)


def _finding(rule: Rule, case: Case, text: ModelText, verdict: Verdict) -> Finding:
    site = place_of_text(case, text, verdict.words[0])
    where = whose(text)
    quoted = ", ".join(f"“{words}”" for words in verdict.words)
    phase: Phase = "list"
    steps = [Step(case.place_of(site), f"orders the model to {verdict.kind}")]
    if site != text.site and text.site.function:
        steps.append(Step(case.place_of(text.site), f"becomes {text.part or 'the text'} of {where}"))
    return Finding(
        rule=rule.id,
        level="error",
        message=f"A text of {where} ({text.part or 'description'}) orders the model to {verdict.kind}: {quoted}.",
        place=case.place_of(site),
        function=case.function_of(site),
        phase=phase,
        steps=tuple(steps),
        chain=(),
        source=verdict.kind,
        destination="",
        confidence="high",
        tools=(text.owner,) if text.kind == "tool" and text.owner else (),
    )
