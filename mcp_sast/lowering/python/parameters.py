"""The parameters of functions and lambdas.

In: a function's syntax. Out: its parameters as they are written, and as `Param`s of the IR.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from mcp_sast.ir.module import Param
from mcp_sast.lowering.python.frame import parts
from mcp_sast.lowering.python.source import Source
from mcp_sast.syntax.parser import Node

ParameterKind: TypeAlias = Literal["positional", "rest", "keyword", "kwrest"]

_PLAIN = frozenset({"string", "concatenated_string", "integer", "float", "none", "true", "false"})
_STARS: dict[str, ParameterKind] = {"list_splat_pattern": "rest", "dictionary_splat_pattern": "kwrest"}


class Parameter(NamedTuple):
    """One parameter as written. `pattern` is set for Python 2's tuples in place of a name."""

    name: str
    kind: ParameterKind
    annotation: Node | None
    default: Node | None
    node: Node
    pattern: Node | None = None


def is_plain_default(default: Node) -> bool:
    """Whether a default is a constant that can stand in the function's own body: nothing runs at the definition."""
    kind = default.type
    if kind == "unary_operator":
        return default.children[-1].type in {"integer", "float"}
    # A brace may begin an expression inside of an f-string.
    return kind in _PLAIN and not (kind in {"string", "concatenated_string"} and _has_interpolation(default))


def _has_interpolation(node: Node) -> bool:
    strings = node.children if node.type == "concatenated_string" else [node]
    return any(child.type == "interpolation" for string in strings for child in string.children)


def parameters_of(source: Source, function: Node) -> list[Parameter]:
    """The parameters of a function definition or lambda, in order."""
    listed = function.child_by_field_name("parameters")
    out: list[Parameter] = []
    behind: ParameterKind = "positional"
    for part in [] if listed is None else parts(listed):
        kind = part.type
        if kind == "keyword_separator":
            behind = "keyword"
        elif kind != "positional_separator":
            parameter = _parameter(source, part, behind, len(out))
            if parameter.kind == "rest":
                behind = "keyword"
            out.append(parameter)
    return out


def _parameter(source: Source, part: Node, kind: ParameterKind, position: int) -> Parameter:
    annotation = default = None
    target = part
    if part.type in {"default_parameter", "typed_default_parameter"}:
        target = part.children[0]
        default = part.child_by_field_name("value")
        annotation = part.child_by_field_name("type")
    elif part.type == "typed_parameter":
        target = part.children[0]
        annotation = part.child_by_field_name("type")
    if target.type in _STARS:
        kind = _STARS[target.type]
        target = target.children[-1]
    if target.type in {"identifier", "keyword_identifier"}:
        return Parameter(source.name(target), kind, annotation, default, part)
    return Parameter(f"<{position}>", kind, annotation, default, part, target)


def as_params(source: Source, parameters: list[Parameter], base: int) -> tuple[Param, ...]:
    """The parameters of the IR; `base` is where the function starts."""
    return tuple(
        Param(
            parameter.name,
            parameter.kind,
            "" if parameter.annotation is None else source.text(parameter.annotation),
            parameter.default is not None,
            "" if parameter.default is None else source.text(parameter.default),
            (parameter.node.start_byte - base, parameter.node.end_byte - base),
        )
        for parameter in parameters
    )
