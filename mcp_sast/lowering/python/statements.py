"""Simple and compound statements.

In: syntax. Out: instructions with explicit control flow.
"""

from __future__ import annotations

from mcp_sast.ir.ops import (
    Arg,
    Block,
    Break,
    Call,
    Continue,
    Enter,
    Exit,
    Handler,
    If,
    Loop,
    Reg,
    Return,
    Throw,
    Try,
)
from mcp_sast.lowering.python.conditions import Arm, lower_arms
from mcp_sast.lowering.python.displays import sequence
from mcp_sast.lowering.python.frame import Frame, expression, parts, statement, without_extras
from mcp_sast.lowering.python.targets import assign, augment, delete
from mcp_sast.syntax.parser import Node

_TYPE_SYNTAX = frozenset({
    "type", "generic_type", "type_parameter", "union_type", "member_type", "constrained_type", "splat_type", "binary_operator",
    "subscript", "list",
})
_VALUELESS = frozenset({"string", "concatenated_string", "ellipsis", "integer", "float", "none", "true", "false", "identifier"})


@statement("expression_statement")
def _expression_statement(frame: Frame, node: Node) -> None:
    for child in node.children:
        kind = child.type
        if kind == "assignment":
            _assignment(frame, child)
        elif kind == "augmented_assignment":
            augment(frame, child)
        elif kind not in _VALUELESS or "{" in frame.source.text(child):
            frame.statement(child)


@expression("assignment")
def _nested_assignment(frame: Frame, node: Node) -> Reg:
    """An assignment where an expression is expected: only broken syntax has it."""
    value = _assignment(frame, node)
    return frame.opaque("broken syntax", (), frame.span(node)) if value is None else value


def _assignment(frame: Frame, node: Node) -> Reg | None:
    """`a = b = value`, `a: type = value`, `a: type`."""
    targets: list[Node] = []
    value: Node | None = node
    while value is not None and value.type == "assignment":
        children = without_extras(value)
        targets.append(children[0])
        annotation = next((child for child in children if child.type == "type"), None)
        if annotation is not None and frame.scope.kind != "function":
            evaluate_annotation(frame, annotation)
        value = children[-1] if len(children) > 2 and children[-2].type == "=" else None
    if value is None:
        if targets[0].type == "identifier":
            frame.annotated(frame.source.name(targets[0]), frame.span(targets[0]))
        return None
    if value.type == "lambda" and targets[-1].type == "identifier":
        frame.name_hint = frame.source.name(targets[-1])
    register = frame.expression(value)
    for target in targets:
        assign(frame, target, register)
    return register


def evaluate_annotation(frame: Frame, annotation: Node) -> None:
    """Annotations are evaluated where they stand; only what can do something, a call, is lowered."""
    if "(" not in frame.source.text(annotation):
        return
    stack = [annotation]
    while stack:
        node = stack.pop()
        if node.type in _TYPE_SYNTAX:
            stack.extend(reversed(parts(node)))
        elif node.child_count:
            frame.expression(node)


@statement("augmented_assignment")
def _augmented(frame: Frame, node: Node) -> None:
    augment(frame, node)


@statement("assignment")
def _assignment_statement(frame: Frame, node: Node) -> None:
    _assignment(frame, node)


@statement("return_statement")
def _return(frame: Frame, node: Node) -> None:
    held = parts(node)
    value = frame.expression(held[0]) if held else None
    frame.out.append(Return(value, frame.span(node)))


@statement("raise_statement")
def _raise(frame: Frame, node: Node) -> None:
    held = parts(node)
    registers = [frame.expression(part) for part in held]
    frame.out.append(Throw(registers[0] if registers else None, frame.span(node)))


@statement("assert_statement")
def _assert(frame: Frame, node: Node) -> None:
    held = parts(node)
    condition = frame.expression(held[0])
    outer = frame.open()
    message = frame.expression(held[1]) if len(held) > 1 else None
    frame.out.append(Throw(message, frame.span(node)))
    block = frame.close(outer)
    frame.out.append(If(condition, (), block, frame.span(node)))


@statement("delete_statement")
def _delete(frame: Frame, node: Node) -> None:
    for target in parts(node):
        delete(frame, target)


@statement("break_statement")
def _break(frame: Frame, node: Node) -> None:
    frame.out.append(Break(None, frame.span(node)))


@statement("continue_statement")
def _continue(frame: Frame, node: Node) -> None:
    frame.out.append(Continue(None, frame.span(node)))


@statement("type_alias_statement")
def _type_alias(frame: Frame, node: Node) -> None:
    name = frame.source.alias_name(node)
    if name is not None:
        span = frame.span(node)
        frame.store(frame.source.name(name), frame.opaque("type alias", (), span), span)


@statement("print_statement", "exec_statement")
def _old_statement(frame: Frame, node: Node) -> None:
    """Python 2's `print x` and `exec code in scope` are calls of what is a function today."""
    span = frame.span(node)
    callee = frame.load(node.children[0].type, span)
    operands = [part.children[-1] if part.type == "chevron" else part for part in parts(node)]
    args = tuple(Arg(frame.expression(operand), False, frame.span(operand)) for operand in operands)
    frame.out.append(Call(frame.new(), callee, None, args, (), False, span))


# ------------------------------------------------------------------------------------------------------------- compound statements


def _body_of(node: Node) -> Node | None:
    """The block of a clause."""
    return next((child for child in node.children if child.type == "block"), None)


def _block_of(frame: Frame, clause: Node | None) -> Block:
    body = None if clause is None else _body_of(clause)
    return () if body is None else frame.block(body)


def _clause(node: Node, kind: str) -> Node | None:
    return next((child for child in node.children if child.type == kind), None)


def _lower_body(frame: Frame, clause: Node) -> None:
    body = _body_of(clause)
    if body is not None:
        frame.statements(body)


@statement("block", "module")
def _block(frame: Frame, node: Node) -> None:
    frame.statements(node)


@statement("if_statement")
def _if(frame: Frame, node: Node) -> None:
    arms = [_arm(frame, clause) for clause in (node, *node.children) if clause.type in {"if_statement", "elif_clause"}]
    last = _clause(node, "else_clause")
    lower_arms(frame, arms, None if last is None else lambda: _lower_body(frame, last))


def _arm(frame: Frame, clause: Node) -> Arm:
    def condition() -> Reg:
        return frame.expression(parts(clause)[0])

    return Arm(condition, lambda: _lower_body(frame, clause), frame.span(clause))


@statement("elif_clause", "else_clause", "finally_clause", "except_clause")
def _stray_clause(frame: Frame, node: Node) -> None:
    """A clause without its statement: only broken syntax has it."""
    _lower_body(frame, node)


@statement("while_statement")
def _while(frame: Frame, node: Node) -> None:
    test_node = parts(node)[0]
    condition: Reg | None = None
    test: Block = ()
    if frame.source.text(test_node) not in {"True", "1"}:
        outer = frame.open()
        condition = frame.expression(test_node)
        test = frame.close(outer)
    body = _block_of(frame, node)
    orelse = _block_of(frame, _clause(node, "else_clause"))
    frame.out.append(Loop("while", None, None, test, condition, body, (), orelse, frame.span(node)))


@statement("for_statement")
def _for(frame: Frame, node: Node) -> None:
    children = without_extras(node)
    is_async = children[0].type == "async"
    left = children[2 if is_async else 1]
    sources = [child for child in children[4 if is_async else 3:] if child.is_named and child.type not in {"block", "else_clause"}]
    span = frame.span(node)
    iterable = frame.expression(sources[0]) if len(sources) == 1 else sequence(frame, sources, "tuple", span)
    element = frame.new()
    outer = frame.open()
    assign(frame, left, element)
    _lower_body(frame, node)
    body = frame.close(outer)
    orelse = _block_of(frame, _clause(node, "else_clause"))
    frame.out.append(Loop("async" if is_async else "of", iterable, element, (), None, body, (), orelse, span))


@statement("with_statement")
def _with(frame: Frame, node: Node) -> None:
    """Several items are entered one after the other and left in the opposite order."""
    entered: list[tuple[Reg, Node]] = []
    clause = _clause(node, "with_clause")
    for item in [] if clause is None else parts(clause):
        held = parts(item)[0] if item.type == "with_item" else item
        target = None
        if held.type == "as_pattern":
            target = held.children[-1]
            held = held.children[0]
        manager = frame.expression(held)
        value = frame.new()
        frame.out.append(Enter(value, manager, frame.span(item)))
        if target is not None:
            assign(frame, target, value)
        entered.append((manager, item))
    _lower_body(frame, node)
    for manager, item in reversed(entered):
        frame.out.append(Exit(manager, frame.span(item)))


@expression("as_pattern")
def _as_pattern(frame: Frame, node: Node) -> Reg:
    """`(a as b, c as d)` behind `with`, read as a tuple."""
    value = frame.expression(node.children[0])
    if node.children[-1].type == "as_pattern_target":
        assign(frame, node.children[-1], value)
    return value


@statement("try_statement")
def _try(frame: Frame, node: Node) -> None:
    span = frame.span(node)
    clauses = [child for child in node.children if child.type in {"except_clause", "except_group_clause"}]
    types = [_exception_types(frame, clause) for clause in clauses]
    body = _block_of(frame, node)
    handlers = tuple(_handler(frame, clause, caught) for clause, caught in zip(clauses, types, strict=True))
    orelse = _block_of(frame, _clause(node, "else_clause"))
    final = _block_of(frame, _clause(node, "finally_clause"))
    frame.out.append(Try(body, handlers, orelse, final, span))


def _caught(clause: Node) -> tuple[Node | None, Node | None]:
    """What an except clause names: the exception types and the target behind `as`."""
    held = [part for part in parts(clause) if part.type != "block"]
    if not held:
        return None, None
    if held[0].type == "as_pattern":
        return held[0].children[0], held[0].children[-1]
    # Python 2 wrote `except A, e`.
    return held[0], held[1] if len(held) > 1 and held[1].type == "identifier" else None


def _exception_types(frame: Frame, clause: Node) -> tuple[Reg, ...]:
    """The types are evaluated in front of the Try, where the handlers can see them."""
    named = _caught(clause)[0]
    if named is None:
        return ()
    types = parts(named) if named.type == "tuple" else [named]
    return tuple(frame.expression(part) for part in types)


def _handler(frame: Frame, clause: Node, types: tuple[Reg, ...]) -> Handler:
    target = _caught(clause)[1]
    binding = None if target is None else frame.new()
    outer = frame.open()
    if target is not None and binding is not None:
        assign(frame, target, binding)
    _lower_body(frame, clause)
    return Handler(binding, types, frame.close(outer), frame.span(clause))
