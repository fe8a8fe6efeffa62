"""Assignment targets and destructuring, in declarations, parameters, loops, catch clauses and assignments alike.

In: a target node and the register that is assigned to it. Out: stores, field writes and the accesses that take a value apart.
"""

from __future__ import annotations

from collections.abc import Callable

from mcp_sast.ir.ops import GetField, GetIndex, If, ObjectRest, Pure, Reg, SetField, SetIndex, Slice, Store
from mcp_sast.lowering.javascript.lowerer import Lowerer
from mcp_sast.lowering.javascript.registry import DEEPEST
from mcp_sast.lowering.javascript.values import computed_key, constant_index, constant_key
from mcp_sast.syntax.parser import Node


def assign(f: Lowerer, target: Node, src: Reg) -> None:
    """Assign the register to a variable, a member or a pattern."""
    handler = _TARGETS.get(target.type)
    if handler is None:
        operand = f.expression(target) if target.kind_id in f.expressions else src
        f.opaque(f"not understood: assignment to {target.type}", (operand, src), f.span(target))
        return
    if f.depth >= DEEPEST:
        f.too_deep(target)
        return
    f.depth += 1
    handler(f, target, src)
    f.depth -= 1


def with_default(f: Lowerer, src: Reg, default: Node, name: str = "") -> Reg:
    """`src`, or the default's value where `src` is undefined."""
    span = f.span(default)
    test = f.register()
    f.out.append(Pure(test, "is_undefined", (src,), span))
    saved = f.open_block()
    value = f.named(default, name)
    block = f.close_block(saved)
    f.out.append(If(test, block, (), span))
    return f.phi((value, src), span)


def _variable(f: Lowerer, target: Node, src: Reg) -> None:
    f.out.append(Store(f.resolve(f.text(target)), src, f.span(target)))


def _member(f: Lowerer, target: Node, src: Reg) -> None:
    base = f.expression(target.children[0])
    f.out.append(SetField(base, f.text(target.children[-1]), src, f.span(target)))


def _subscript(f: Lowerer, target: Node, src: Reg) -> None:
    base = f.expression(target.children[0])
    index = subscript_index(f, target)
    name = constant_string_index(f, index)
    if name is not None:
        f.out.append(SetField(base, name, src, f.span(target)))
        return
    f.out.append(SetIndex(base, f.expression(index), src, f.span(target)))


def subscript_index(f: Lowerer, node: Node) -> Node:
    """The expression between the brackets (the node itself, were it missing)."""
    children = node.children
    index = children[-2] if len(children) > 2 else node.children[-1]
    if index.kind_id in f.comments:
        index = f.parts(node)[-2]
    return index


def constant_string_index(f: Lowerer, index: Node) -> str | None:
    """The field that a constant string between brackets names; numbers stay indices."""
    return None if index.type not in ("string", "template_string") else constant_index(f, index)


def _wrapped(f: Lowerer, target: Node, src: Reg) -> None:
    """`(x)`, `x!`, `x as T`: the target is inside."""
    inner = [part for part in f.parts(target) if part.is_named]
    if inner:
        assign(f, inner[-1] if target.type == "type_assertion" else inner[0], src)


def _defaulted(f: Lowerer, target: Node, src: Reg) -> None:
    parts = f.parts(target)
    left = parts[0]
    name = f.text(left) if left.type in ("identifier", "shorthand_property_identifier_pattern") else ""
    assign(f, left, with_default(f, src, parts[-1], name))


def _object_pattern(f: Lowerer, target: Node, src: Reg) -> None:
    excluded: list[str] = []
    for child in target.children:
        if not child.is_named or child.kind_id in f.comments:
            continue
        kind = child.type
        if kind == "shorthand_property_identifier_pattern":
            name = f.text(child)
            value = _field(f, src, name, child)
            f.out.append(Store(f.resolve(name), value, f.span(child)))
            excluded.append(name)
        elif kind == "object_assignment_pattern":
            left = child.children[0]
            name = f.text(left)
            value = with_default(f, _field(f, src, name, left), f.parts(child)[-1], name)
            assign(f, left, value)
            excluded.append(name)
        elif kind == "pair_pattern":
            _pair_pattern(f, child, src, excluded)
        elif kind == "rest_pattern":
            dst = f.register()
            f.out.append(ObjectRest(dst, src, tuple(excluded), f.span(child)))
            assign(f, f.parts(child)[-1], dst)
        else:
            f.not_understood(child)


def _field(f: Lowerer, base: Reg, name: str, node: Node) -> Reg:
    dst = f.register()
    f.out.append(GetField(dst, base, name, f.span(node)))
    return dst


def _pair_pattern(f: Lowerer, node: Node, src: Reg, excluded: list[str]) -> None:
    parts = f.parts(node)
    key, value = parts[0], parts[-1]
    name = constant_key(f, key)
    if name is not None:
        excluded.append(name)
        assign(f, value, _field(f, src, name, key))
        return
    register = computed_key(f, key)
    dst = f.register()
    f.out.append(GetIndex(dst, src, register, f.span(key)))
    assign(f, value, dst)


def _array_pattern(f: Lowerer, target: Node, src: Reg) -> None:
    index = 0
    for child in target.children:
        if not child.is_named:
            index += child.type == ","
            continue
        if child.kind_id in f.comments:
            continue
        span = f.span(child)
        key = f.constant(index, span)
        dst = f.register()
        if child.type in ("rest_pattern", "spread_element"):
            f.out.append(Slice(dst, src, key, None, None, span))
            assign(f, f.parts(child)[-1], dst)
        else:
            f.out.append(GetIndex(dst, src, key, span))
            assign(f, child, dst)


def _nothing(f: Lowerer, target: Node, src: Reg) -> None:
    """`this` as a TypeScript parameter, `undefined` in sloppy code: nothing is bound."""


_TARGETS: dict[str, Callable[[Lowerer, Node, Reg], None]] = {
    "identifier": _variable,
    "shorthand_property_identifier_pattern": _variable,
    "member_expression": _member,
    "subscript_expression": _subscript,
    "object_pattern": _object_pattern,
    "array_pattern": _array_pattern,
    "assignment_pattern": _defaulted,
    "object_assignment_pattern": _defaulted,
    "parenthesized_expression": _wrapped,
    "non_null_expression": _wrapped,
    "as_expression": _wrapped,
    "satisfies_expression": _wrapped,
    "type_assertion": _wrapped,
    "this": _nothing,
    "undefined": _nothing,
}
