"""Operators, conditions and the small expressions.

In: syntax. Out: Pure instructions; `and`, `or`, `if else` and chained comparisons as control flow with a Phi behind it.
"""

from __future__ import annotations

from mcp_sast.ir.ops import Await, If, Phi, Pure, Reg, Yield
from mcp_sast.lowering.python.frame import Frame, expression, parts, without_extras
from mcp_sast.lowering.python.literals import number_value
from mcp_sast.syntax.parser import Node

BINARY = {
    "+": "add", "-": "sub", "*": "mul", "/": "div", "%": "mod", "//": "floordiv", "**": "pow", "&": "bitand", "|": "bitor",
    "^": "bitxor", "<<": "shl", ">>": "shr",
}
_COMPARISON = {
    "==": "eq", "!=": "ne", "<>": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge", "in": "in", "not in": "in", "is": "eq",
    "is not": "ne",
}
_UNARY = {"-": "neg", "+": "pos", "~": "invert"}


def pure(frame: Frame, op: str, args: tuple[Reg, ...], node: Node) -> Reg:
    """Emit an operation without effect."""
    register = frame.new()
    frame.out.append(Pure(register, op, args, frame.span(node)))
    return register


def binary(frame: Frame, sign: str, left: Reg, right: Reg, node: Node, *, formats: bool = False) -> Reg:
    """Emit `left sign right`; `formats` tells that `%` formats a string."""
    op = BINARY.get(sign)
    if op is None:
        return frame.opaque(f"operator {sign}", (left, right), frame.span(node))
    return pure(frame, "format" if formats and op == "mod" else op, (left, right), node)


def _spine(node: Node, kind: str) -> list[Node]:
    """The operators of `a + b + c …`, the innermost last; brackets around a left operand are looked through."""
    out = [node]
    left = node.children[0]
    while True:
        inner = left
        while inner.type == "parenthesized_expression":
            held = parts(inner)
            if len(held) != 1:
                break
            inner = held[0]
        if inner.type != kind:
            return out
        out.append(inner)
        left = inner.children[0]


@expression("binary_operator")
def _binary_operator(frame: Frame, node: Node) -> Reg:
    spine = _spine(node, "binary_operator")
    first = spine[-1].children[0]
    result = frame.expression(first)
    is_text = first.type in {"string", "concatenated_string"}
    for operator in reversed(spine):
        children = without_extras(operator)
        if len(children) != 3:
            others = tuple(frame.expression(part) for part in parts(operator)[1:])
            result = frame.opaque("broken syntax", (result, *others), frame.span(operator))
            continue
        right = frame.expression(children[2])
        sign = children[1].type
        result = binary(frame, sign, result, right, operator, formats=is_text)
        is_text = is_text and sign in {"+", "%"}
    return result


@expression("boolean_operator")
def _boolean_operator(frame: Frame, node: Node) -> Reg:
    spine = _spine(node, "boolean_operator")
    result = frame.expression(spine[-1].children[0])
    for operator in reversed(spine):
        children = without_extras(operator)
        span = frame.span(operator)
        outer = frame.open()
        right = frame.expression(children[-1])
        block = frame.close(outer)
        if children[1].type == "and":
            frame.out.append(If(result, block, (), span))
            sources = (right, result)
        else:
            frame.out.append(If(result, (), block, span))
            sources = (result, right)
        result = frame.new()
        frame.out.append(Phi(result, sources, span))
    return result


@expression("not_operator")
def _not_operator(frame: Frame, node: Node) -> Reg:
    return pure(frame, "not", (frame.expression(node.children[-1]),), node)


@expression("unary_operator")
def _unary_operator(frame: Frame, node: Node) -> Reg:
    operand = node.children[-1]
    if node.children[0].type == "-" and operand.type in {"integer", "float"}:
        number = number_value(frame.source.text(operand))
        if number is not None:
            return frame.const(-number, frame.span(node))
    op = _UNARY.get(node.children[0].type, "pos")
    return pure(frame, op, (frame.expression(operand),), node)


@expression("comparison_operator")
def _comparison(frame: Frame, node: Node) -> Reg:
    """`a < b < c`: each link is evaluated only if those before it hold."""
    children = without_extras(node)
    left = frame.expression(children[0])
    if len(children) < 3:
        return left
    span = frame.span(node)
    left, result = _link(frame, children[1].type, left, children[2], node)
    for index in range(3, len(children) - 1, 2):
        before = result
        outer = frame.open()
        right, link = _link(frame, children[index].type, left, children[index + 1], node)
        block = frame.close(outer)
        frame.out.append(If(before, block, (), span))
        result = frame.new()
        frame.out.append(Phi(result, (link, before), span))
        if index + 2 < len(children) - 1:
            # The next link compares with an operand that was evaluated inside the branch.
            left = frame.new()
            frame.out.append(Phi(left, (right,), span))
    return result


def _link(frame: Frame, sign: str, left: Reg, operand: Node, node: Node) -> tuple[Reg, Reg]:
    """One comparison: the registers of its right operand and of its result."""
    if sign in {"is", "is not"} and operand.type == "none":
        right = left
        result = pure(frame, "is_none", (left,), node)
        is_negated = sign == "is not"
    else:
        right = frame.expression(operand)
        op = _COMPARISON.get(sign)
        if op is None:
            return right, frame.opaque(f"operator {sign}", (left, right), frame.span(node))
        result = pure(frame, op, (left, right), node)
        is_negated = sign == "not in"
    return right, pure(frame, "not", (result,), node) if is_negated else result


@expression("conditional_expression")
def _conditional(frame: Frame, node: Node) -> Reg:
    held = parts(node)
    if len(held) != 3:
        return frame.opaque("broken syntax", tuple(frame.expression(part) for part in held), frame.span(node))
    body, condition, alternative = held
    span = frame.span(node)
    test = frame.expression(condition)
    outer = frame.open()
    chosen = frame.expression(body)
    then = frame.close(outer)
    outer = frame.open()
    other = frame.expression(alternative)
    orelse = frame.close(outer)
    frame.out.append(If(test, then, orelse, span))
    result = frame.new()
    frame.out.append(Phi(result, (chosen, other), span))
    return result


@expression("parenthesized_expression")
def _parenthesized(frame: Frame, node: Node) -> Reg:
    """Brackets mean nothing; any number of them counts as one level."""
    held = parts(node)
    while len(held) == 1 and held[0].type == "parenthesized_expression":
        held = parts(held[0])
    if len(held) == 1:
        return frame.expression(held[0])
    return frame.opaque("broken syntax", tuple(frame.expression(part) for part in held), frame.span(node))


@expression("named_expression")
def _walrus(frame: Frame, node: Node) -> Reg:
    value = frame.expression(node.children[-1])
    frame.store_walrus(frame.source.name(node.children[0]), value, frame.span(node))
    return value


@expression("await")
def _await(frame: Frame, node: Node) -> Reg:
    source = frame.expression(node.children[-1])
    register = frame.new()
    frame.out.append(Await(register, source, frame.span(node)))
    return register


@expression("yield")
def _yield(frame: Frame, node: Node) -> Reg:
    frame.is_generator = True
    held = parts(node)
    source = frame.expression(held[0]) if held else None
    delegate = any(child.type == "from" for child in node.children)
    register = frame.new()
    frame.out.append(Yield(register, source, delegate, frame.span(node)))
    return register
