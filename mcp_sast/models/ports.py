"""Reads the port notation of model files.

In: texts such as `Receiver.Argument[0,url].headers`. Out: `Port`s; ValueError with what is wrong.
"""

from __future__ import annotations

import re

from mcp_sast.models.schema import Port

_ARGUMENT = re.compile(r"Argument\[(-?\d+)?(?:,)?([A-Za-z_][\w-]*)?\]")


def parse_port(text: str) -> Port:
    """One port. Raises ValueError with a message for the author of the model."""
    if text.startswith("="):
        return Port("constant", text=text[1:])
    tokens = _tokens(text)
    owner: list[str] = []
    index = 0
    while (
        index < len(tokens) - 1
        and tokens[index] in ("Receiver", "Callee")
        and (tokens[index + 1].startswith("Argument[") or tokens[index + 1] in ("Receiver", "Callee", "Arguments"))
    ):
        owner.append("receiver" if tokens[index] == "Receiver" else "callee")
        index += 1
    head, members = tokens[index], tuple(tokens[index + 1 :])
    if head == "Receiver":
        return Port("receiver", tuple(owner), members=members)  # type: ignore[arg-type]
    if head == "Return":
        return Port("return", members=members)
    if head == "Arguments":
        return Port("all", tuple(owner), members=members)  # type: ignore[arg-type]
    match = _ARGUMENT.fullmatch(head)
    if match is None or (match[1] is None and match[2] is None):
        raise ValueError(
            f"{text!r} is no port: expected Argument[0], Argument[0,name], Argument[name], Arguments, Receiver or Return"
        )
    position = int(match[1]) if match[1] is not None else None
    return Port("argument", tuple(owner), position, match[2], members)  # type: ignore[arg-type]


def _tokens(text: str) -> list[str]:
    """Split at dots outside brackets."""
    out, current, depth = [], "", 0
    for character in text:
        if character == "." and depth == 0:
            out.append(current)
            current = ""
            continue
        depth += (character == "[") - (character == "]")
        current += character
    out.append(current)
    if not all(out):
        raise ValueError(f"{text!r} is no port: an empty part")
    return out


def expand(path: str) -> list[str]:
    """`requests.{get,post}` names two APIs."""
    match = re.search(r"\{([^{}]*)\}", path)
    if match is None:
        return [path]
    return [full for choice in match[1].split(",") for full in expand(path[: match.start()] + choice.strip() + path[match.end() :])]
