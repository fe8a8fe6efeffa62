"""Assignment targets: names, attributes, subscripts and nested patterns of them.

In: a target and the register of what is assigned. Out: Store, SetField, SetIndex, Delete and the loads that take a value apart.
"""

from __future__ import annotations

from mcp_sast.ir.ops import Delete, GetField, GetIndex, Reg, SetField, SetIndex, Slice
from mcp_sast.lowering.python.access import subscript_key
from mcp_sast.lowering.python.frame import Frame, parts, without_extras
from mcp_sast.lowering.python.operators import binary
from mcp_sast.syntax.parser import Node

_SEQUENCES = frozenset({"pattern_list", "tuple_pattern", "list_pattern", "tuple", "list", "expression_list"})
_WRAPPERS = frozenset({"parenthesized_expression", "as_pattern_target", "list_splat_pattern", "list_splat"})
_STARRED = frozenset({"list_splat_pattern", "list_splat"})


def assign(frame: Frame, target: Node, value: Reg) -> None:
    """Bind `value` to a target; patterns are taken apart, however deep they nest."""
    stack = [(target, value)]
    while stack:
        node, register = stack.pop()
        kind = node.type
        if kind == "identifier":
            frame.store(frame.source.name(node), register, frame.span(node))
        elif kind == "attribute":
            base = frame.expression(node.children[0])
            frame.out.append(SetField(base, frame.source.name(node.children[-1]), register, frame.span(node)))
        elif kind == "subscript":
            _assign_subscript(frame, node, register)
        elif kind in _SEQUENCES:
            stack.extend(reversed(_take_apart(frame, node, register)))
        elif kind in _WRAPPERS:
            stack.extend((part, register) for part in parts(node)[:1])
        else:
            frame.expression(node)


def _assign_subscript(frame: Frame, node: Node, value: Reg) -> None:
    base = frame.expression(node.children[0])
    key = subscript_key(frame, node)
    span = frame.span(node)
    frame.out.append(SetField(base, key, value, span) if isinstance(key, str) else SetIndex(base, key, value, span))


def _take_apart(frame: Frame, node: Node, value: Reg) -> list[tuple[Node, Reg]]:
    """The elements of a sequence pattern, each with the register of its part of the value."""
    elements = parts(node)
    out: list[tuple[Node, Reg]] = []
    star = next((index for index, element in enumerate(elements) if element.type in _STARRED), None)
    for index, element in enumerate(elements):
        if index == star:
            out.append((element, rest_of(frame, value, index, len(elements) - index - 1, element)))
        else:
            position = index if star is None or index < star else index - len(elements)
            out.append((element, element_of(frame, value, position, element)))
    return out


def element_of(frame: Frame, value: Reg, position: int, node: Node) -> Reg:
    """`value[position]` for a part of a pattern."""
    span = frame.span(node)
    key = frame.const(position, span)
    register = frame.new()
    frame.out.append(GetIndex(register, value, key, span))
    return register


def rest_of(frame: Frame, value: Reg, before: int, behind: int, node: Node) -> Reg:
    """What a starred part of a pattern takes: all but the first `before` and the last `behind` elements."""
    span = frame.span(node)
    start = frame.const(before, span)
    stop = frame.const(-behind, span) if behind else None
    register = frame.new()
    frame.out.append(Slice(register, value, start, stop, None, span))
    return register


def augment(frame: Frame, node: Node) -> None:
    """`target op= value`: the target is read, combined and written, its object and key evaluated once."""
    children = without_extras(node)
    if len(children) != 3:
        frame.expression(children[-1])
        return
    target, sign = children[0], children[1].type[:-1]
    while target.type == "parenthesized_expression" and len(held := parts(target)) == 1:
        target = held[0]
    span = frame.span(node)
    kind = target.type
    if kind == "attribute":
        base = frame.expression(target.children[0])
        field = frame.source.name(target.children[-1])
        old = frame.new()
        frame.out.append(GetField(old, base, field, frame.span(target)))
        new = binary(frame, sign, old, frame.expression(children[2]), node)
        frame.out.append(SetField(base, field, new, span))
    elif kind == "subscript":
        _augment_subscript(frame, target, sign, children[2], node)
    else:
        old = frame.expression(target)
        new = binary(frame, sign, old, frame.expression(children[2]), node)
        if kind == "identifier":
            frame.store(frame.source.name(target), new, span)


def _augment_subscript(frame: Frame, target: Node, sign: str, operand: Node, node: Node) -> None:
    base = frame.expression(target.children[0])
    key = subscript_key(frame, target)
    span = frame.span(node)
    old = frame.new()
    place = frame.span(target)
    frame.out.append(GetField(old, base, key, place) if isinstance(key, str) else GetIndex(old, base, key, place))
    new = binary(frame, sign, old, frame.expression(operand), node)
    frame.out.append(SetField(base, key, new, span) if isinstance(key, str) else SetIndex(base, key, new, span))


def delete(frame: Frame, target: Node) -> None:
    """`del` of attributes and elements. That a name is gone is not expressed: reading it would be an error anyway."""
    stack = [target]
    while stack:
        node = stack.pop()
        kind = node.type
        if kind == "attribute":
            base = frame.expression(node.children[0])
            frame.out.append(Delete(base, frame.source.name(node.children[-1]), frame.span(node)))
        elif kind == "subscript":
            base = frame.expression(node.children[0])
            key = subscript_key(frame, node)
            frame.out.append(Delete(base, key if isinstance(key, str) else None, frame.span(node)))
        elif kind in _SEQUENCES or kind in _WRAPPERS:
            stack.extend(reversed(parts(node)))
        elif kind != "identifier":
            frame.expression(node)


