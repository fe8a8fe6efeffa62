"""Parameters that ask for data which the tool has no use for (`sensitive-tool-input`).

In: a `Case`. Out: a finding for each parameter that asks for secrets, the conversation, a system prompt or contents of files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mcp_sast.detection.case import Case
from mcp_sast.detection.model_text import place_of_text
from mcp_sast.detection.parameters import Parameter, parameters_of
from mcp_sast.detection.rule import Rule
from mcp_sast.findings.finding import Finding, Step
from mcp_sast.mcp.model_texts import ModelText
from mcp_sast.texts.asked_data import Asked, asked_data

NAME = "sensitive-inputs"
_WORD = re.compile(r"[a-z]{4,}")
_ANYBODYS = frozenset({
    "server", "mcp", "tool", "tools", "client", "token", "password", "secret", "chat", "system", "prompt", "conversation",
    "session", "user", "account", "environment", "mail", "email", "data", "text",
})


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """Each parameter once."""
    descriptions: dict[str, str] = {}
    for listed in case.tools:
        descriptions.setdefault(listed.name, listed.description)
    own = frozenset(_WORD.findall(case.own_name.lower())) - _ANYBODYS
    for parameter in parameters_of(case):
        tool = parameter.name.owner
        description = descriptions.get(tool, "")
        words = own | (frozenset(_WORD.findall(tool.lower())) - _ANYBODYS)
        best = None
        for said, text in parameter.said or [("", parameter.name)]:
            asked = asked_data(parameter.name.text, said, tool, description, words)
            if asked is not None and (best is None or asked.by_text):
                best = (asked, text if asked.by_text else parameter.name)
        if best is not None:
            yield _finding(rule, case, parameter, *best)


def _finding(rule: Rule, case: Case, parameter: Parameter, asked: Asked, text: ModelText) -> Finding:
    site = place_of_text(case, text, asked.words)
    place = case.place_of(site)
    owner = parameter.name.owner
    return Finding(
        rule=rule.id,
        level="warning",
        message=(
            f"The parameter {parameter.name.text} of the tool {owner or '?'} asks for {asked.what} (“{asked.words}”), "
            "which the tool has no use for."
        ),
        place=place,
        function=case.function_of(site),
        phase="list",
        steps=(Step(place, f"asks for {asked.what}"),),
        source=f"{owner}.{parameter.name.text}",
        destination="",
        confidence="medium",
        tools=(owner,) if owner else (),
    )
