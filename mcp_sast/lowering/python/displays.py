"""Lists, tuples, sets, dictionaries and comprehensions.

In: syntax. Out: MakeList and MakeObject; a comprehension is an empty one, Loops, and Append or SetIndex inside.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from mcp_sast.ir.ops import Append, Element, Entry, If, Instruction, Loop, MakeList, MakeObject, Reg, SetField, SetIndex, Span
from mcp_sast.lowering.python.bindings import target_names
from mcp_sast.lowering.python.frame import DEEPEST, Frame, expression, parts
from mcp_sast.lowering.python.names_and_literals import constant_string
from mcp_sast.lowering.python.scopes import Scope
from mcp_sast.lowering.python.targets import assign
from mcp_sast.syntax.parser import Node

_KINDS: dict[str, Literal["list", "tuple", "set"]] = {"list": "list", "set": "set", "set_comprehension": "set"}
_CLAUSES = frozenset({"for_in_clause", "if_clause"})
_STARRED = frozenset({"list_splat", "list_splat_pattern", "parenthesized_list_splat"})


@expression("list", "tuple", "set", "expression_list", "pattern_list", "tuple_pattern", "list_pattern")
def _sequence(frame: Frame, node: Node) -> Reg:
    return sequence(frame, parts(node), _KINDS.get(node.type, "tuple"), frame.span(node))


def sequence(frame: Frame, items: list[Node], kind: Literal["list", "tuple", "set"], span: Span) -> Reg:
    """Emit a list-like display of these items."""
    elements: list[Element] = []
    for item in items:
        if item.type in _STARRED:
            elements.append(Element(_starred(frame, item), True, frame.span(item)))
        else:
            elements.append(Element(frame.expression(item), False, frame.span(item)))
    register = frame.new()
    frame.out.append(MakeList(register, tuple(elements), kind, span))
    return register


@expression("list_splat", "list_splat_pattern", "parenthesized_list_splat", "dictionary_splat")
def _starred(frame: Frame, node: Node) -> Reg:
    """What is unpacked."""
    inner = node
    while inner.type in _STARRED or inner.type == "dictionary_splat":
        held = parts(inner)
        if len(held) != 1:
            break
        inner = held[0]
    return frame.opaque("broken syntax", (), frame.span(node)) if inner is node else frame.expression(inner)


@expression("dictionary")
def _dictionary(frame: Frame, node: Node) -> Reg:
    entries: list[Entry] = []
    for item in parts(node):
        span = frame.span(item)
        if item.type == "pair" and len(held := parts(item)) == 2:
            constant = constant_string(frame, held[0])
            if isinstance(constant, str):
                entries.append(Entry("field", constant, None, frame.expression(held[1]), span))
            else:
                key = frame.expression(held[0])
                entries.append(Entry("computed", "", key, frame.expression(held[1]), span))
        else:
            entries.append(Entry("spread", "", None, frame.expression(item), span))
    register = frame.new()
    frame.out.append(MakeObject(register, tuple(entries), frame.span(node)))
    return register


class _Opened(NamedTuple):
    """A `for` or `if` of a comprehension whose inside is under way: the block to go back to, and what the instruction needs."""

    outer: list[Instruction]
    is_loop: bool
    is_async: bool
    source: Reg
    element: Reg
    span: Span


@expression("list_comprehension", "set_comprehension", "generator_expression", "dictionary_comprehension")
def _comprehension(frame: Frame, node: Node) -> Reg:
    held = parts(node)
    clauses = [part for part in held if part.type in _CLAUSES]
    span = frame.span(node)
    result = frame.new()
    if node.type == "dictionary_comprehension":
        frame.out.append(MakeObject(result, (), span))
    else:
        frame.out.append(MakeList(result, (), _KINDS.get(node.type, "list"), span))
    outside, depth = frame.scope, frame.depth
    opened: list[_Opened] = []
    for clause in clauses:
        # Each clause nests in the IR, though not in the source.
        frame.depth += 1
        opened.append(_open_clause(frame, clause))
        if frame.depth >= DEEPEST:
            break
        if frame.scope is outside:
            # Only the first iterable is evaluated outside of the comprehension's own scope.
            frame.scope = _own_scope(frame, clauses)
        if opened[-1].is_loop:
            assign(frame, _loop_parts(clause)[0], opened[-1].element)
    for body in held:
        if body.type not in _CLAUSES:
            _add(frame, result, body)
    for entry in reversed(opened):
        _close_clause(frame, entry)
    frame.scope, frame.depth = outside, depth
    return result


def _own_scope(frame: Frame, clauses: list[Node]) -> Scope:
    names: dict[str, str] = {}
    for clause in clauses:
        if clause.type == "for_in_clause":
            for name in target_names(frame.source, _loop_parts(clause)[0]):
                if name not in names:
                    names[name] = frame.fresh(name)
    return Scope("comprehension", frame.id, names, frame.scope)


def _loop_parts(clause: Node) -> tuple[Node, list[Node]]:
    """Target and iterables of a `for … in …`."""
    held = parts(clause)
    return held[0], held[1:]


def _open_clause(frame: Frame, clause: Node) -> _Opened:
    span = frame.span(clause)
    if clause.type == "if_clause":
        condition = frame.expression(clause.children[-1])
        return _Opened(frame.open(), False, False, condition, -1, span)
    iterables = _loop_parts(clause)[1]
    source = frame.expression(iterables[0]) if len(iterables) == 1 else sequence(frame, iterables, "tuple", span)
    element = frame.new()
    return _Opened(frame.open(), True, clause.children[0].type == "async", source, element, span)


def _close_clause(frame: Frame, entry: _Opened) -> None:
    block = frame.close(entry.outer)
    if entry.is_loop:
        kind: Literal["async", "of"] = "async" if entry.is_async else "of"
        frame.out.append(Loop(kind, entry.source, entry.element, (), None, block, (), (), entry.span))
    else:
        frame.out.append(If(entry.source, block, (), entry.span))


def _add(frame: Frame, result: Reg, body: Node) -> None:
    span = frame.span(body)
    if body.type != "pair" or len(held := parts(body)) != 2:
        frame.out.append(Append(result, frame.expression(body), span))
        return
    constant = constant_string(frame, held[0])
    if isinstance(constant, str):
        frame.out.append(SetField(result, constant, frame.expression(held[1]), span))
    else:
        key = frame.expression(held[0])
        frame.out.append(SetIndex(result, key, frame.expression(held[1]), span))
