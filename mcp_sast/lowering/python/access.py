"""Attributes, subscripts and calls: the chains `a.b(c)[d].e()`.

In: syntax. Out: GetField, GetIndex, Slice and Call instructions. A chain is walked along its left side, however long it is.
"""

from __future__ import annotations

from mcp_sast.ir.ops import Arg, Call, Element, GetField, GetIndex, Keyword, MakeList, Reg, Slice
from mcp_sast.lowering.python.frame import Frame, expression, parts, without_extras
from mcp_sast.lowering.python.names_and_literals import constant_string
from mcp_sast.syntax.parser import Node

_CHAINED = frozenset({"attribute", "subscript", "call"})


@expression("attribute", "subscript", "call")
def chain(frame: Frame, node: Node) -> Reg:
    """A chain of accesses and calls, from its innermost object outwards."""
    spine = [node]
    base = node.children[0]
    while True:
        kind = base.type
        if kind in _CHAINED:
            spine.append(base)
            base = base.children[0]
        elif kind == "parenthesized_expression" and (inner := _bracketed(base)) is not None:
            base = inner
        else:
            break
    result = frame.expression(base)
    receiver: Reg | None = None
    for link in reversed(spine):
        kind = link.type
        if kind == "call":
            result = _call(frame, link, result, receiver)
            receiver = None
        else:
            receiver = result
            result = _attribute(frame, link, result) if kind == "attribute" else read_subscript(frame, link, result)
    return result


def _bracketed(node: Node) -> Node | None:
    """What stands in brackets, if it goes on with the chain."""
    held = parts(node)
    if len(held) == 1 and (held[0].type in _CHAINED or held[0].type == "parenthesized_expression"):
        return held[0]
    return None


def _attribute(frame: Frame, node: Node, base: Reg) -> Reg:
    field = frame.source.name(node.children[-1])
    if not field:
        return frame.opaque("broken syntax", (base,), frame.span(node))
    register = frame.new()
    frame.out.append(GetField(register, base, field, frame.span(node)))
    return register


def _call(frame: Frame, node: Node, callee: Reg, receiver: Reg | None) -> Reg:
    arguments = node.children[-1]
    if arguments.type == "generator_expression":
        args: tuple[Arg, ...] = (Arg(frame.expression(arguments), False, frame.span(arguments)),)
        keywords: tuple[Keyword, ...] = ()
    else:
        args, keywords = call_arguments(frame, arguments)
    register = frame.new()
    frame.out.append(Call(register, callee, receiver, args, keywords, False, frame.span(node)))
    return register


def call_arguments(frame: Frame, arguments: Node) -> tuple[tuple[Arg, ...], tuple[Keyword, ...]]:
    """The positional and keyword arguments of an argument list, evaluated in the order they stand."""
    args: list[Arg] = []
    keywords: list[Keyword] = []
    for part in parts(arguments):
        kind = part.type
        if kind == "keyword_argument":
            value = frame.expression(part.children[-1])
            keywords.append(Keyword(frame.source.name(part.children[0]), value, frame.span(part)))
        elif kind == "dictionary_splat":
            keywords.append(Keyword(None, frame.expression(part.children[-1]), frame.span(part)))
        elif kind == "list_splat":
            args.append(Arg(frame.expression(part.children[-1]), True, frame.span(part)))
        else:
            args.append(Arg(frame.expression(part), False, frame.span(part)))
    return tuple(args), tuple(keywords)


def subscript_key(frame: Frame, node: Node) -> str | Reg:
    """What stands between the square brackets: a constant string, or the register of anything else."""
    keys = parts(node)[1:]
    if len(keys) == 1:
        constant = constant_string(frame, keys[0])
        return constant if isinstance(constant, str) else frame.expression(keys[0])
    elements = tuple(
        Element(frame.expression(key.children[-1] if key.type == "list_splat" else key), key.type == "list_splat", frame.span(key))
        for key in keys
    )
    register = frame.new()
    frame.out.append(MakeList(register, elements, "tuple", frame.span(node)))
    return register


def read_subscript(frame: Frame, node: Node, base: Reg) -> Reg:
    """`base[…]` of a subscript whose base is evaluated already."""
    span = frame.span(node)
    keys = parts(node)
    if len(keys) == 2 and keys[1].type == "slice":
        start, stop, step = _slice_bounds(frame, keys[1])
        register = frame.new()
        frame.out.append(Slice(register, base, start, stop, step, span))
        return register
    key = subscript_key(frame, node)
    register = frame.new()
    frame.out.append(GetField(register, base, key, span) if isinstance(key, str) else GetIndex(register, base, key, span))
    return register


def _slice_bounds(frame: Frame, node: Node) -> list[Reg | None]:
    bounds: list[Reg | None] = [None, None, None]
    at = 0
    for child in without_extras(node):
        if child.type == ":":
            at += 1
        elif at < 3:
            bounds[at] = frame.expression(child)
    return bounds


@expression("slice")
def _slice(frame: Frame, node: Node) -> Reg:
    """A slice that is no whole subscript: in `x[1:2, 3]`, or where it is assigned to."""
    bounds = tuple(bound for bound in _slice_bounds(frame, node) if bound is not None)
    return frame.opaque("slice", bounds, frame.span(node))
