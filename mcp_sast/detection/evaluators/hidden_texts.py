"""Text that a person does not see and a model reads (`hidden-text`).

In: a `Case`. Out: a finding for each text in which something hides.
"""

from __future__ import annotations

from collections.abc import Iterator

from mcp_sast.detection.case import Case
from mcp_sast.detection.model_text import place_of_text, whose
from mcp_sast.detection.rule import Rule
from mcp_sast.findings.finding import Finding, Step
from mcp_sast.mcp.model_texts import ModelText
from mcp_sast.texts.hidden_text import Hidden, hidden_in

NAME = "hidden-texts"
MOST_SHOWN = 120


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """Each text once, with all that hides in it."""
    judged: dict[str, tuple[Hidden, ...]] = {}
    for text in (*case.texts, *case.results):
        if text.text not in judged:
            judged[text.text] = hidden_in(text.text)
        if judged[text.text]:
            yield _finding(rule, case, text, judged[text.text])


def _finding(rule: Rule, case: Case, text: ModelText, hidden: tuple[Hidden, ...]) -> Finding:
    first = hidden[0]
    site = place_of_text(case, text, text.text[max(0, first.start - 24) : first.end + 24])
    place = case.place_of(site)
    kinds = " and ".join(one.what for one in hidden)
    says = next((one.says for one in hidden if one.says), "")
    shown = says if len(says) <= MOST_SHOWN else says[: MOST_SHOWN - 1] + "…"
    quoted = f"; what hides says “{shown}”" if shown else ""
    return Finding(
        rule=rule.id,
        level="error",
        message=f"A text of {whose(text)} ({text.part or 'description'}) hides something: {kinds}{quoted}.",
        place=place,
        function=case.function_of(site),
        phase="list",
        steps=(Step(place, f"holds {kinds}"),),
        source=kinds,
        confidence="high",
        tools=(text.owner,) if text.kind == "tool" and text.owner else (),
    )
