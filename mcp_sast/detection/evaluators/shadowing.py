"""Tools and texts that put themselves in another server's place (`tool-shadowing`).

In: a `Case`. Out: a finding for each tool that takes the name of a well-known server's tool, for each text that names another server or
its tools, or claims precedence over them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mcp_sast.detection.case import Case
from mcp_sast.detection.model_text import place_of_text, whose
from mcp_sast.detection.rule import Rule
from mcp_sast.findings.finding import Finding, Step
from mcp_sast.findings.place import Place
from mcp_sast.knowledge.well_known_tools import WellKnownServer, load_well_known_tools
from mcp_sast.mcp.model_texts import ModelText
from mcp_sast.texts.normalising import normalised
from mcp_sast.texts.precedence import claimed

NAME = "shadowing"
_WORD = re.compile(r"[a-z0-9]+")


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """Each name and each text once."""
    table = load_well_known_tools()
    package = case.package
    own = frozenset(_WORD.findall(" ".join((case.own_name, package.description, *package.keywords)).lower()))
    names = {tool.name for tool in case.tools}
    for tool in case.tools:
        owner = table.owner(tool.name)
        if owner is not None and not owner.words & own:
            yield _taken(rule, case, tool.name, _name_place(case, tool.name, case.place_of(tool.site)), owner)
    for text in case.texts:
        if text.is_name:
            continue
        line = normalised(text.text)
        named = [(words, server) for words, server in table.named_in(line) if not server.words & own and words not in names]
        words = claimed(text.text)
        if named or words:
            yield _told(rule, case, text, named, words)


def _name_place(case: Case, name: str, fallback: Place) -> Place:
    """The literal of a tool's name, where it is known."""
    for text in case.texts:
        if text.is_name and text.part == "name" and text.text == name:
            return case.place_of(text.site)
    return fallback


def _taken(rule: Rule, case: Case, name: str, place: Place, owner: WellKnownServer) -> Finding:
    return Finding(
        rule=rule.id,
        level="warning",
        message=f"The tool {name} takes the name of a tool of the well-known server {owner.id}.",
        place=place,
        phase="list",
        steps=(Step(place, f"takes the name of a tool of {owner.id}"),),
        source=name,
        destination=owner.id,
        confidence="medium",
        tools=(name,),
    )


def _told(rule: Rule, case: Case, text: ModelText, named: list[tuple[str, WellKnownServer]], words: str) -> Finding:
    what = words or named[0][0]
    site = place_of_text(case, text, what)
    place = case.place_of(site)
    server = named[0][1].id if named else ""
    does = f"claims precedence over others (“{words}”)" if words else f"names {what}, which is the server {server}'s"
    return Finding(
        rule=rule.id,
        level="warning",
        message=f"A text of {whose(text)} ({text.part or 'description'}) {does}.",
        place=place,
        function=case.function_of(site),
        phase="list",
        steps=(Step(place, does),),
        source=what,
        destination=server,
        confidence="medium",
        tools=(text.owner,) if text.kind == "tool" and text.owner else (),
    )
