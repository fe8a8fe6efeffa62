"""Operators, assignments, and the expressions that decide: `&&`, `||`, `??`, `?:`, `,`.

In: expression nodes. Out: `Pure` operations, stores, and `If`s with a `Phi` behind them; without the `Phi` where nobody needs the
value.
"""

from __future__ import annotations

from mcp_sast.ir.ops import Await, Block, Delete, GetField, GetIndex, If, Pure, Reg, SetField, SetIndex, Span, Store, Yield
from mcp_sast.lowering.javascript.literals import number_value
from mcp_sast.lowering.javascript.lowerer import ExpressionHandler, Lowerer, StatementHandler
from mcp_sast.lowering.javascript.patterns import assign, constant_string_index, subscript_index
from mcp_sast.syntax.parser import Node

_BINARY = {
    "+": "add", "-": "sub", "*": "mul", "/": "div", "%": "mod", "**": "pow", "&": "bitand", "|": "bitor", "^": "bitxor",
    "<<": "shl", ">>": "shr", ">>>": "ushr", "==": "eq", "===": "eq", "!=": "ne", "!==": "ne", "<": "lt", "<=": "le", ">": "gt",
    ">=": "ge", "in": "in", "instanceof": "instanceof",
}  # fmt: skip
_LOGICAL = frozenset({"&&", "||", "??"})
_UNARY = {"!": "not", "-": "neg", "+": "pos", "~": "invert", "typeof": "typeof", "void": "void"}


# -------------------------------------------------------------------------------------------------------------------- binary


def binary(f: Lowerer, node: Node) -> Reg:
    """Binary operators nest to the left, as deep as a concatenation is long: walked along the left spine."""
    node, spine = _left_spine(f, node)
    current = _operand(f, node)
    base = f.base
    while spine:
        node, operator, right = spine.pop()
        span = (node.start_byte - base, node.end_byte - base)
        if operator in _LOGICAL:
            current = _logical(f, operator, current, right, span)
            continue
        operand = f.expression(right)
        dst = f.registers
        f.registers = dst + 1
        f.out.append(Pure(dst, _BINARY.get(operator, operator), (current, operand), span))
        current = dst
    return current


def _left_spine(f: Lowerer, node: Node) -> tuple[Node, list[tuple[Node, str, Node]]]:
    spine: list[tuple[Node, str, Node]] = []
    kind = node.kind_id
    while node.kind_id == kind:
        parts = node.children
        if len(parts) != 3:
            parts = f.parts(node)
            if len(parts) < 3:
                break
        spine.append((node, parts[1].type, parts[-1]))
        node = parts[0]
    return node, spine


def _operand(f: Lowerer, node: Node) -> Reg:
    """The leftmost operand; `#x in y` asks for a private name as if it were a string."""
    if node.type == "private_property_identifier":
        return f.constant(f.text(node), f.span(node))
    if node.type == "binary_expression":
        return f.not_understood(node)
    return f.expression(node)


def _logical(f: Lowerer, operator: str, left: Reg, right: Node, span: Span) -> Reg:
    saved = f.open_block()
    value = f.expression(right)
    _choose(f, operator, left, f.close_block(saved), span)
    return f.phi((left, value), span)


def _choose(f: Lowerer, operator: str, left: Reg, block: Block, span: Span) -> None:
    """The If that runs `block` where the operator's right side is evaluated."""
    if operator == "??":
        test = f.register()
        f.out.append(Pure(test, "is_none", (left,), span))
        f.out.append(If(test, block, (), span))
    elif operator == "||":
        f.out.append(If(left, (), block, span))
    else:
        f.out.append(If(left, block, (), span))


def binary_effect(f: Lowerer, node: Node) -> None:
    """`a && b()` as a statement."""
    parts = f.parts(node)
    if len(parts) != 3 or parts[1].type not in _LOGICAL:
        f.expression(node)
        return
    left = f.expression(parts[0])
    saved = f.open_block()
    f.effect(parts[2])
    _choose(f, parts[1].type, left, f.close_block(saved), f.span(node))


# --------------------------------------------------------------------------------------------------------- ternary, sequence


def ternary(f: Lowerer, node: Node) -> Reg:
    parts = f.parts(node)
    if len(parts) != 5:
        return f.not_understood(node)
    condition = f.expression(parts[0])
    saved = f.open_block()
    then_value = f.expression(parts[2])
    then = f.close_block(saved)
    saved = f.open_block()
    else_value = f.expression(parts[4])
    orelse = f.close_block(saved)
    span = f.span(node)
    f.out.append(If(condition, then, orelse, span))
    return f.phi((then_value, else_value), span)


def ternary_effect(f: Lowerer, node: Node) -> None:
    """`c ? x() : y()` as a statement."""
    parts = f.parts(node)
    if len(parts) != 5:
        f.not_understood(node)
        return
    condition = f.expression(parts[0])
    saved = f.open_block()
    f.effect(parts[2])
    then = f.close_block(saved)
    saved = f.open_block()
    f.effect(parts[4])
    orelse = f.close_block(saved)
    f.out.append(If(condition, then, orelse, f.span(node)))


def _sequence_items(f: Lowerer, node: Node) -> list[Node]:
    """The expressions between commas; one grammar nests sequences to the right, another keeps them flat."""
    items: list[Node] = []
    kind = node.kind_id
    stack = [node]
    while stack:
        current = stack.pop()
        if current.kind_id == kind:
            stack.extend(part for part in reversed(f.parts(current)) if part.is_named)
        else:
            items.append(current)
    return items


def sequence(f: Lowerer, node: Node) -> Reg:
    items = _sequence_items(f, node)
    if not items:
        return f.not_understood(node)
    for item in items[:-1]:
        f.effect(item)
    return f.expression(items[-1])


def sequence_effect(f: Lowerer, node: Node) -> None:
    for item in _sequence_items(f, node):
        f.effect(item)


def parenthesized_effect(f: Lowerer, node: Node) -> None:
    """Parentheses around what stands as a statement, many of them in machine-made code."""
    kind = node.kind_id
    while node.kind_id == kind:
        inner = [part for part in f.parts(node) if part.is_named]
        if not inner:
            return
        node = inner[0]
    f.effect(node)


# --------------------------------------------------------------------------------------------------------------------- unary


def unary(f: Lowerer, node: Node) -> Reg:
    parts = f.parts(node)
    if len(parts) < 2:
        return f.not_understood(node)
    operator, operand = parts[0].type, parts[-1]
    if operator == "delete":
        return _delete(f, operand, f.span(node))
    if operator == "-" and operand.type == "number":
        value = number_value(f.raw(operand))
        if value is not None:
            return f.constant(-value, f.span(node))
    if operator == "void" and operand.type == "number":
        return f.constant(None, f.span(node))
    register = f.expression(operand)
    dst = f.register()
    f.out.append(Pure(dst, _UNARY.get(operator, operator), (register,), f.span(node)))
    return dst


def unary_effect(f: Lowerer, node: Node) -> None:
    """`!function () {}()` and `void main()` as statements."""
    parts = f.parts(node)
    if len(parts) == 2 and parts[0].type in ("!", "void"):
        f.effect(parts[1])
    else:
        f.expression(node)


def _delete(f: Lowerer, target: Node, span: Span) -> Reg:
    kind = target.type
    if kind == "member_expression":
        base = f.expression(target.children[0])
        f.out.append(Delete(base, f.text(target.children[-1]), span))
    elif kind == "subscript_expression":
        base = f.expression(target.children[0])
        index = subscript_index(f, target)
        name = constant_string_index(f, index)
        if name is None:
            f.effect(index)
        f.out.append(Delete(base, name, span))
    else:
        f.effect(target)
    return f.constant(True, span)


def await_(f: Lowerer, node: Node) -> Reg:
    register = f.expression(f.parts(node)[-1])
    dst = f.register()
    f.out.append(Await(dst, register, f.span(node)))
    return dst


def yield_(f: Lowerer, node: Node) -> Reg:
    parts = f.parts(node)
    src = f.expression(parts[-1]) if len(parts) > 1 else None
    dst = f.register()
    f.out.append(Yield(dst, src, len(parts) > 2, f.span(node)))
    return dst


# --------------------------------------------------------------------------------------------------------------- assignments


class _Place:
    """A target that is read and written: its operands are evaluated once."""

    __slots__ = ("base", "key", "name", "span", "target")

    def __init__(self, f: Lowerer, target: Node) -> None:
        while target.type in ("parenthesized_expression", "non_null_expression", "as_expression", "satisfies_expression"):
            inner = [part for part in f.parts(target) if part.is_named]
            if not inner:
                break
            target = inner[0]
        self.target = target
        self.span = f.span(target)
        self.base: Reg | None = None
        self.key: Reg | None = None
        self.name = ""
        if target.type == "member_expression":
            self.base = f.expression(target.children[0])
            self.name = f.text(target.children[-1])
        elif target.type == "subscript_expression":
            self.base = f.expression(target.children[0])
            index = subscript_index(f, target)
            name = constant_string_index(f, index)
            self.name = name or ""
            self.key = f.expression(index) if name is None else None
        elif target.type == "identifier":
            self.name = f.text(target)

    def read(self, f: Lowerer) -> Reg:
        if self.base is None:
            return f.expression(self.target)
        dst = f.register()
        if self.key is None:
            f.out.append(GetField(dst, self.base, self.name, self.span))
        else:
            f.out.append(GetIndex(dst, self.base, self.key, self.span))
        return dst

    def write(self, f: Lowerer, src: Reg) -> None:
        if self.base is None:
            assign(f, self.target, src)
        elif self.key is None:
            f.out.append(SetField(self.base, self.name, src, self.span))
        else:
            f.out.append(SetIndex(self.base, self.key, src, self.span))


def assignment(f: Lowerer, node: Node) -> Reg:
    parts = node.children
    if len(parts) != 3:
        parts = f.parts(node)[-3:]
    left, right = parts[0], parts[-1]
    kind = left.type
    if kind == "identifier":
        name = f.text(left)
        register = f.named(right, name)
        f.out.append(Store(f.resolve(name), register, f.span(node)))
        return register
    if kind in ("member_expression", "subscript_expression"):
        place = _Place(f, left)
        place.span = f.span(node)
        register = f.named(right, place.name)
        place.write(f, register)
        return register
    register = f.expression(right)
    assign(f, left, register)
    return register


def augmented_assignment(f: Lowerer, node: Node) -> Reg:
    parts = f.parts(node)
    if len(parts) != 3:
        return f.not_understood(node)
    operator = parts[1].type[:-1]
    place = _Place(f, parts[0])
    current = place.read(f)
    span = f.span(node)
    if operator in _LOGICAL:
        saved = f.open_block()
        value = f.named(parts[2], place.name)
        place.write(f, value)
        _choose(f, operator, current, f.close_block(saved), span)
        return f.phi((current, value), span)
    value = f.expression(parts[2])
    dst = f.register()
    f.out.append(Pure(dst, _BINARY.get(operator, operator), (current, value), span))
    place.write(f, dst)
    return dst


def update(f: Lowerer, node: Node) -> Reg:
    parts = f.parts(node)
    if len(parts) != 2:
        return f.not_understood(node)
    is_prefix = not parts[0].is_named
    operator, target = (parts[0], parts[1]) if is_prefix else (parts[1], parts[0])
    place = _Place(f, target)
    old = place.read(f)
    span = f.span(node)
    one = f.constant(1, span)
    new = f.register()
    f.out.append(Pure(new, "add" if operator.type == "++" else "sub", (old, one), span))
    place.write(f, new)
    return new if is_prefix else old


HANDLERS: dict[str, ExpressionHandler] = {
    "binary_expression": binary,
    "ternary_expression": ternary,
    "sequence_expression": sequence,
    "unary_expression": unary,
    "await_expression": await_,
    "yield_expression": yield_,
    "assignment_expression": assignment,
    "augmented_assignment_expression": augmented_assignment,
    "update_expression": update,
}
EFFECTS: dict[str, StatementHandler] = {
    "binary_expression": binary_effect,
    "ternary_expression": ternary_effect,
    "sequence_expression": sequence_effect,
    "parenthesized_expression": parenthesized_effect,
    "unary_expression": unary_effect,
}
