"""Tools that the policy does not list, and texts with words that it blocks (`disallowed-tool`).

In: a `Case` to which a policy applies. Out: an error for each tool beside the list, and for each text that a blocked pattern matches.
"""

from __future__ import annotations

from collections.abc import Iterator

from mcp_sast.config.policy import ServerPolicy
from mcp_sast.detection.case import Case
from mcp_sast.detection.model_text import place_of_text, whose
from mcp_sast.detection.rule import Rule
from mcp_sast.findings.finding import Finding, Step
from mcp_sast.texts.blocked import Blocked

NAME = "disallowed-tools"


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """Nothing without a policy."""
    if case.policy is None:
        return
    yield from _beside_the_list(rule, case, case.policy)
    yield from _blocked(rule, case, case.policy)


def _beside_the_list(rule: Rule, case: Case, policy: ServerPolicy) -> Iterator[Finding]:
    if policy.allowed_tools is None:
        return
    allowed = frozenset(policy.allowed_tools)
    names = {text.text: text.site for text in reversed(case.texts) if text.is_name and text.part == "name"}
    tools = {tool.name: names.get(tool.name, tool.site) for tool in reversed(case.tools) if tool.name}
    for name, site in tools.items():
        if name not in allowed:
            place = case.place_of(site)
            yield Finding(
                rule=rule.id,
                level="error",
                message=f"The tool {name} is not on the policy's list of tools for {policy.name}.",
                place=place,
                function=case.function_of(site),
                phase="list",
                steps=(Step(place, "is not on the list"),),
                source=name,
                confidence="high",
                tools=(name,),
            )


def _blocked(rule: Rule, case: Case, policy: ServerPolicy) -> Iterator[Finding]:
    patterns = Blocked(policy.blocked_patterns)
    for text in case.texts if policy.blocked_patterns else ():
        found = patterns.first_in(text.text)
        if found is None:
            continue
        site = place_of_text(case, text, found.words)
        place = case.place_of(site)
        what = "name" if text.is_name else text.part or "description"
        yield Finding(
            rule=rule.id,
            level="error",
            message=f"A text of {whose(text)} ({what}) holds “{found.words}”, which the policy for {policy.name} blocks"
                    f" by the pattern “{found.pattern}”.",
            place=place,
            function=case.function_of(site),
            phase="list",
            steps=(Step(place, f"holds “{found.words}”"),),
            source=found.pattern,
            destination=text.text if text.is_name else "",
            confidence="high",
            tools=(text.owner,) if text.kind == "tool" and text.owner else (),
        )
