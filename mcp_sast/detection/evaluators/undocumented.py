"""Tools that the package's documentation does not mention (`undocumented-tool`).

In: a `Case`. Out: a note for each tool that no document names, where the documents name most of the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mcp_sast.detection.case import Case
from mcp_sast.detection.rule import Rule
from mcp_sast.findings.finding import Finding, Step

NAME = "undocumented"
FEWEST_MENTIONED = 3
_SEPARATORS = re.compile(r"[\s_./-]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """A package that documents no tools gives nothing."""
    words = f" {_spoken(' '.join(document.text for document in case.package.documents))} "
    tools = {tool.name: tool for tool in case.tools if tool.name}
    missing = [tool for name, tool in tools.items() if f" {_spoken(name)} " not in words]
    mentioned = len(tools) - len(missing)
    if mentioned < min(FEWEST_MENTIONED, (len(tools) + 1) // 2) or not mentioned or mentioned * 2 < len(tools):
        return
    names = {text.text: text.site for text in reversed(case.texts) if text.is_name and text.part == "name"}
    for tool in missing:
        site = names.get(tool.name, tool.site)
        place = case.place_of(site)
        yield Finding(
            rule=rule.id,
            level="note",
            message=f"The tool {tool.name} stands in no documentation of the package, which documents {mentioned} others.",
            place=place,
            function=case.function_of(site),
            phase="list",
            steps=(Step(place, "is not documented"),),
            source=tool.name,
            confidence="medium",
            tools=(tool.name,),
        )


def _spoken(text: str) -> str:
    """Words in lower case, one blank between them: `sendMail`, `send_mail` and "Send mail" are the same."""
    spaced = re.sub(r"[^\w\s./-]", " ", _CAMEL.sub(" ", text))
    return _SEPARATORS.sub(" ", spaced).strip().lower()
