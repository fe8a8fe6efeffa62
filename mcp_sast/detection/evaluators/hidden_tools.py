"""Tools that are meant not to be seen (`hidden-tool`).

In: a `Case`. Out: a finding for each tool whose description asks that it be not shown, that is callable but not listed, or that is added
when the list was already given.
"""

from __future__ import annotations

from collections.abc import Iterator

from mcp_sast.dataflow.values import Site
from mcp_sast.detection.case import Case
from mcp_sast.detection.rule import Rule
from mcp_sast.findings.finding import Finding, Phase, Related, Step
from mcp_sast.texts.hiding import hiding_words

NAME = "hidden-tools"


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """Each tool and each way in which it is kept from sight."""
    for hidden in case.hidden_tools:
        yield _finding(rule, case, hidden.name, hidden.site, hidden.why, hidden.cause)
    for tool in case.tools:
        words = hiding_words(tool.description)
        if words:
            yield _finding(rule, case, tool.name, tool.site, f"asks in its description not to be seen: “{words}”", None)


def _finding(rule: Rule, case: Case, name: str, site: Site, why: str, cause: Site | None) -> Finding:
    place = case.place_of(site)
    phase: Phase = "list"
    related = (Related(case.place_of(cause), "this decides when"),) if cause is not None and cause.function else ()
    return Finding(
        rule=rule.id,
        level="error",
        message=f"The tool {name} {why}.",
        place=place,
        function=case.function_of(site),
        phase=phase,
        steps=(Step(place, f"the tool {name}"),),
        chain=(),
        related=related,
        source=name,
        destination="",
        confidence="medium",
        tools=(name,),
    )
