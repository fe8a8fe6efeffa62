"""The parameters of tools, put together from the texts about them.

In: a `Case`. Out: `Parameter`s: the name, and every text that is about it, also the line of a docstring that explains it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mcp_sast.detection.case import Case
from mcp_sast.mcp.model_texts import ModelText

_DOC_LINE = re.compile(
    r"^[ \t]*(?::param[ \t]+(?:\w+[ \t]+)?)?[*`-]*[ \t]*(\w+)`?[ \t]*(?:\([^)\n]*\))?[ \t]*:[ \t]*"
    r"(\S[^\n]*(?:\n[ \t]{8,}\S[^\n:]*$)*)",
    re.MULTILINE,
)


@dataclass(slots=True)
class Parameter:
    """A parameter: its name where it stands, and (what is said of it, the text that says so)."""

    name: ModelText
    said: list[tuple[str, ModelText]] = field(default_factory=list)


def parameters_of(case: Case) -> Iterator[Parameter]:
    """All parameters of tools, in order of their places."""
    found: dict[tuple[str, str, str], Parameter] = {}
    for text in case.texts:
        if text.is_name and text.kind == "tool" and text.part != "name" and text.owner:
            found.setdefault((text.site.function.split("#")[0], text.owner, text.part), Parameter(text))
    by_owner: dict[str, dict[str, Parameter]] = {}
    for (_, owner, part), parameter in found.items():
        by_owner.setdefault(owner, {}).setdefault(part, parameter)
    for text in case.texts:
        known = by_owner.get(text.owner)
        if text.is_name or text.kind != "tool" or not known:
            continue
        if text.part == "docstring" or text.part == "description":
            for name, said in _explained(text.text):
                if name in known:
                    known[name].said.append((said, text))
        else:
            part = text.part
            while part and part not in known:
                part = part.rpartition(".")[0]
            if part:
                known[part].said.append((text.text, text))
    yield from found.values()


def _explained(docstring: str) -> Iterator[tuple[str, str]]:
    for match in _DOC_LINE.finditer(docstring):
        yield match[1], match[2]
