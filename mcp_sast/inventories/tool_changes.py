"""What changed in tools and in the texts that a model reads.

In: two `Inventory`s. Out: the parts of `Change`s of drift-tool and drift-description.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher

from mcp_sast.findings.finding import Level
from mcp_sast.inventories.inventory import Inventory, Parameter, ToldText, ToolEntry

Judge = Callable[[str, frozenset[str]], str]
Parts = tuple[str, Level, str, str, str, str, str]

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
# Words by which a text orders: a modal, a condition of order, or an imperative at the head of a clause.
_ORDER = re.compile(
    r"\b(?:must|always|never|do not|don't|should|make sure|ensure|remember to|needs? to be|have to)\b|^(?:before|first|after|once)\b"
    r"|(?:^|[,;]\s*|\b(?:and|then|also|please)\s+)(?:include|pass|append|attach|add|provide|fill|set|put|copy|forward|send|call|invoke|"
    r"read|open|run|execute|ignore|prefer|avoid|summari[sz]e|collect|tell|ask|write|use)\s",
    re.IGNORECASE,
)
_NEAR = 0.75
_LONGEST = 2_000


def renamed_tools(old: Inventory, new: Inventory) -> dict[str, str]:
    """For each new tool that takes the place of one that is gone (same parameters and nearly the same text), the name it had."""
    before, after = {t.name: t for t in old.tools}, {t.name: t for t in new.tools}
    gone = [tool for name, tool in before.items() if name not in after]
    out: dict[str, str] = {}
    for name, tool in after.items():
        if name in before:
            continue
        match = next((one for one in gone if _is_same(one, tool)), None)
        if match is not None:
            out[name] = match.name
            gone.remove(match)
    return out


def _is_same(one: ToolEntry, other: ToolEntry) -> bool:
    if [p.name for p in one.parameters] != [p.name for p in other.parameters]:
        return False
    return bool(one.description) and _normal(one.description) == _normal(other.description)


def tool_changes(old: Inventory, new: Inventory) -> Iterator[Parts]:
    """drift-tool: added, removed, renamed, schema widened."""
    before, after = {t.name: t for t in old.tools}, {t.name: t for t in new.tools}
    renamed = renamed_tools(old, new)
    for name, tool in after.items():
        if name in renamed:
            yield _tool(name, tool.documented, f"The tool {renamed[name]} is called {name} now")
        elif name not in before:
            yield _tool(name, tool.documented, f"The tool {name} is new")
        else:
            wider = list(_widened(before[name], tool))
            said = {parameter.name for parameter in tool.parameters if parameter.documented}
            for parameter, how in wider:
                parts = _tool(name, tool.documented and parameter in said, f"The tool {name} takes more: {how}")
                yield (*parts[:2], "parameter", f"{name}.{parameter}", *parts[4:])
    for name, tool in before.items():
        if name not in after and name not in renamed.values():
            yield _tool(name, tool.documented and not _names(new, name), f"The tool {name} is gone")


def _names(inventory: Inventory, name: str) -> bool:
    """Do the documents still name a tool that is gone?"""
    return name in inventory.named_tools


def _tool(name: str, documented: bool, what: str) -> Parts:
    said = "the documents say so" if documented else "no document of the package says so"
    return "drift-tool", "note" if documented else "warning", "tool", name, f"{what}; {said}.", name, ""


def _widened(old: ToolEntry, new: ToolEntry) -> Iterator[tuple[str, str]]:
    known: dict[str, Parameter] = {parameter.name: parameter for parameter in old.parameters}
    for parameter in new.parameters:
        before = known.get(parameter.name)
        if before is None:
            yield parameter.name, f"a parameter {parameter.name}"
        elif before.values and not set(parameter.values) <= set(before.values):
            more = sorted(set(parameter.values) - set(before.values))
            yield parameter.name, f"{parameter.name} may also be {', '.join(more)}"
        elif before.values and not parameter.values:
            yield parameter.name, f"{parameter.name} may be anything"


def description_changes(old: Inventory, new: Inventory, judge: Judge) -> Iterator[Parts]:
    """drift-description: texts of what was there before, which say something else now."""
    before: dict[tuple[str, str], list[str]] = {}
    for text in old.texts:
        before.setdefault((text.kind, text.owner), []).append(text.text)
    tools = frozenset(tool.name for tool in new.tools)
    takes = {tool.name: {parameter.name for parameter in tool.parameters} for tool in old.tools}
    was_there = {("tool", tool.name) for tool in old.tools} | {("server", name) for name in old.servers}
    for text in new.texts:
        known = before.get((text.kind, text.owner))
        if known is None and (text.kind, text.owner) not in was_there:
            continue
        if _normal(text.text) in {_normal(one) for one in known or ()} or _is_part_of_another(text, new):
            continue
        parts = _described(text, known or [], tools, new, judge)
        # What a new parameter is for is told with it (drift-tool), unless it orders something.
        is_of_new = text.kind == "tool" and bool(text.parameter) and text.parameter not in takes.get(text.owner, ())
        if not is_of_new or parts[1] == "error":
            yield parts


def _is_part_of_another(text: ToldText, new: Inventory) -> bool:
    """Is a text only the beginning or a piece of a longer one of the same thing?"""
    return any(
        other is not text and len(other.text) > len(text.text) and (other.kind, other.owner) == (text.kind, text.owner)
        and text.text in other.text for other in new.texts
    )  # fmt: skip


def _described(text: ToldText, known: list[str], tools: frozenset[str], new: Inventory, judge: Judge) -> Parts:
    verdict = judge(text.text, tools)
    owner = f"the {text.kind} {text.owner}" if text.owner else f"a {text.kind}"
    key = f"{text.kind} {text.owner} {text.text}"
    level: Level = "note"
    what = "in its wording"
    if verdict and not any(judge(one, tools) == verdict for one in known):
        level, what = "error", f"and orders the model to {verdict}"
    else:
        order = _new_order(text, known, tools, new)
        if order:
            level, what = "warning", f"and says what it did not say: “{order}”"
    return "drift-description", level, "text", key, f"The description of {owner} changed {what}.", text.owner, ""


def _new_order(text: ToldText, known: list[str], tools: frozenset[str], new: Inventory) -> str:
    """The first new sentence that instructs, or names another tool or a parameter to fill; "" if there is none."""
    old_text = "\n".join(known)
    sentences = [s.strip() for one in known for s in _SENTENCE.split(one) if s.strip()]
    old_names = {name for name in tools if _mentions(old_text, name)}
    for sentence in (s.strip() for s in _SENTENCE.split(text.text[:_LONGEST])):
        if not sentence or any(_normal(sentence) == _normal(one) for one in sentences):
            continue
        near = next((one for one in sentences if _near(one, sentence)), "")
        orders = [m[0].lower() for m in _ORDER.finditer(sentence) if m[0].lower() not in near.lower()]
        others = [n for n in tools if n != text.owner and n not in old_names and _mentions(sentence, n) and len(n) > 3]
        if orders or others:
            return sentence if len(sentence) <= 160 else sentence[:159] + "…"
    return ""


def _near(one: str, other: str) -> bool:
    return SequenceMatcher(None, one[:200].lower(), other[:200].lower()).ratio() >= _NEAR


def _mentions(text: str, name: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text) is not None


def _normal(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().casefold()
