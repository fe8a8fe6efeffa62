"""Statements: blocks, branches, loops, jumps, declarations.

In: statement nodes. Out: structured control flow through the `Lowerer`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from mcp_sast.ir.ops import (
    Block,
    Break,
    Case,
    Continue,
    Handler,
    If,
    Loop,
    Reg,
    Return,
    Store,
    Switch,
    Throw,
    Try,
)
from mcp_sast.lowering.javascript.hoisting import declarator_names, hoist_functions, lexical_names, misread_function, pattern_names
from mcp_sast.lowering.javascript.lowerer import Lowerer, StatementHandler, Target
from mcp_sast.lowering.javascript.patterns import assign
from mcp_sast.syntax.parser import Node

_LEXICAL_WORDS = frozenset({"let", "const", "using"})
_LOOPS = frozenset({"for_statement", "for_in_statement", "while_statement", "do_statement"})
# The target of an unlabelled jump that stands inside a labelled block: the loop or switch around that block.
ENCLOSING = "<enclosing>"


def block_statements(f: Lowerer, statements: Sequence[Node]) -> None:
    """Statements with a scope of their own."""
    saved = f.push_scope(lexical_names(f, statements, not f.registry.block_functions_are_vars))
    run_statements(f, statements)
    f.pop_scope(saved)


def run_statements(f: Lowerer, statements: Sequence[Node]) -> None:
    """Statements whose names are declared already."""
    hoist_functions(f, statements)
    statement = f.statement
    for node in statements:
        statement(node)


def block(f: Lowerer, node: Node) -> None:
    block_statements(f, node.children)


def _body(f: Lowerer, node: Node | None) -> Block:
    saved = f.open_block()
    if node is not None:
        f.statement(node)
    return f.close_block(saved)


def nothing(f: Lowerer, node: Node) -> None:
    """Holds no code of its own: an empty statement, a function that was hoisted, a type."""


def expression_statement(f: Lowerer, node: Node) -> None:
    inner = node.children[0] if node.children else node
    if inner.kind_id in f.comments:
        inner = f.parts(node)[0]
    if inner.kind_id in f.statements:
        f.statement(inner)
    elif inner.type != "string" and misread_function(node) is None:
        f.effect(inner)


def declaration(f: Lowerer, node: Node) -> None:
    """`var`, `let`, `const`, `using`."""
    is_var = node.type == "variable_declaration"
    for child in node.children:
        if child.type != "variable_declarator":
            if child.is_error:
                f.not_understood(child)
            continue
        children = child.children
        target = children[0]
        if len(children) == 1 or not _has_value(children):
            if not is_var:
                assign(f, target, f.constant(None, f.span(child)))
            continue
        value = children[-1]
        if target.type == "identifier":
            name = f.text(target)
            register = f.named(value, name)
            f.out.append(Store(f.resolve(name), register, f.span(child)))
        else:
            assign(f, target, f.expression(value))


def _has_value(children: list[Node]) -> bool:
    return children[-2].type == "=" or any(child.type == "=" for child in children)


# ------------------------------------------------------------------------------------------------------------------- branches


def if_(f: Lowerer, node: Node) -> None:
    parts = f.parts(node)
    condition = f.expression(parts[1]) if len(parts) > 1 else f.not_understood(node)
    then = _body(f, parts[2] if len(parts) > 2 else None)
    orelse: Block = ()
    if len(parts) > 3:
        inner = f.parts(parts[3])
        orelse = _body(f, inner[-1] if inner else None)
    f.out.append(If(condition, then, orelse, f.span(node)))


def switch(f: Lowerer, node: Node) -> None:
    value = node.child_by_field_name("value")
    body = node.child_by_field_name("body")
    if value is None or body is None:
        f.not_understood(node)
        return
    subject = f.expression(value)
    cases = [child for child in body.children if child.type in ("switch_case", "switch_default")]
    bodies = [_case_statements(f, case) for case in cases]
    everything = [statement for statements in bodies for statement in statements]
    saved = f.push_scope(lexical_names(f, everything, not f.registry.block_functions_are_vars))
    hoist_functions(f, everything)
    f.targets.append(Target("switch", _take_labels(f)))
    lowered = tuple(_case(f, case, statements) for case, statements in zip(cases, bodies, strict=True))
    f.targets.pop()
    f.pop_scope(saved)
    f.out.append(Switch(subject, lowered, f.span(node)))


def _case_statements(f: Lowerer, case: Node) -> list[Node]:
    parts = f.parts(case)
    colon = next((index for index, part in enumerate(parts) if part.type == ":"), 0)
    return parts[colon + 1 :]


def _case(f: Lowerer, case: Node, statements: list[Node]) -> Case:
    saved = f.open_block()
    value: Reg | None = None
    if case.type == "switch_case":
        test = case.child_by_field_name("value")
        value = f.not_understood(case) if test is None else f.expression(test)
    test_block = f.close_block(saved)
    saved = f.open_block()
    for statement in statements:
        f.statement(statement)
    return Case(test_block, value, f.close_block(saved), f.span(case))


def try_(f: Lowerer, node: Node) -> None:
    body = _body(f, node.child_by_field_name("body"))
    handlers: tuple[Handler, ...] = ()
    final: Block = ()
    for child in node.children:
        kind = child.type
        if kind == "catch_clause":
            handlers = (_catch(f, child),)
        elif kind == "finally_clause":
            final = _body(f, child.child_by_field_name("body"))
    f.out.append(Try(body, handlers, (), final, f.span(node)))


def _catch(f: Lowerer, node: Node) -> Handler:
    parameter = node.child_by_field_name("parameter")
    body = node.child_by_field_name("body")
    saved = f.push_scope(() if parameter is None else pattern_names(f, parameter))
    block = f.open_block()
    binding: Reg | None = None
    if parameter is not None:
        binding = f.register()
        assign(f, parameter, binding)
    if body is not None:
        f.statement(body)
    handler = Handler(binding, (), f.close_block(block), f.span(node))
    f.pop_scope(saved)
    return handler


# ---------------------------------------------------------------------------------------------------------------------- loops


def _take_labels(f: Lowerer) -> tuple[str, ...]:
    labels = f.labels
    f.labels = ()
    return labels


def _loop_body(f: Lowerer, node: Node | None, labels: tuple[str, ...], before: Callable[[], None] | None = None) -> Block:
    f.targets.append(Target("loop", labels))
    saved = f.open_block()
    if before is not None:
        before()
    if node is not None:
        f.statement(node)
    block = f.close_block(saved)
    f.targets.pop()
    return block


def while_(f: Lowerer, node: Node) -> None:
    labels = _take_labels(f)
    condition_node = node.child_by_field_name("condition")
    saved = f.open_block()
    condition = None if condition_node is None else f.expression(condition_node)
    test = f.close_block(saved)
    body = _loop_body(f, node.child_by_field_name("body"), labels)
    f.out.append(Loop("while", None, None, test, condition, body, (), (), f.span(node)))


def do(f: Lowerer, node: Node) -> None:
    """The test stands at the end of an endless loop's body, so that the first round is unconditional."""
    labels = _take_labels(f)
    f.targets.append(Target("loop", labels))
    saved = f.open_block()
    body = node.child_by_field_name("body")
    if body is not None:
        f.statement(body)
    condition = node.child_by_field_name("condition")
    if condition is not None:
        span = f.span(condition)
        register = f.expression(condition)
        f.out.append(If(register, (), (Break(None, span),), span))
    block = f.close_block(saved)
    f.targets.pop()
    f.out.append(Loop("while", None, None, (), None, block, (), (), f.span(node)))


def for_(f: Lowerer, node: Node) -> None:
    labels = _take_labels(f)
    initializer = node.child_by_field_name("initializer")
    condition_node = node.child_by_field_name("condition")
    update_node = node.child_by_field_name("increment")
    is_lexical = initializer is not None and initializer.type == "lexical_declaration"
    saved_scope = f.push_scope(declarator_names(f, initializer) if initializer is not None and is_lexical else ())
    if initializer is not None:
        f.statement(initializer)
    saved = f.open_block()
    condition: Reg | None = None
    if condition_node is not None and condition_node.kind_id in f.expressions:
        condition = f.expression(condition_node)
    test = f.close_block(saved)
    body = _loop_body(f, node.child_by_field_name("body"), labels)
    saved = f.open_block()
    if update_node is not None:
        f.effect(update_node)
    update = f.close_block(saved)
    f.pop_scope(saved_scope)
    f.out.append(Loop("while", None, None, test, condition, body, update, (), f.span(node)))


def for_in(f: Lowerer, node: Node) -> None:
    """`for … of`, `for … in`, `for await`."""
    labels = _take_labels(f)
    left = node.child_by_field_name("left")
    right = node.child_by_field_name("right")
    operator = node.child_by_field_name("operator")
    if left is None or right is None:
        f.not_understood(node)
        return
    words = {child.type for child in node.children if not child.is_named}
    saved_scope = f.push_scope(pattern_names(f, left) if words & _LEXICAL_WORDS else ())
    iterable = f.expression(right)
    element = f.register()
    target = left
    body = _loop_body(f, node.child_by_field_name("body"), labels, lambda: assign(f, target, element))
    f.pop_scope(saved_scope)
    kind: Literal["of", "in", "async"] = "of"
    if "await" in words:
        kind = "async"
    elif operator is not None and operator.type == "in":
        kind = "in"
    f.out.append(Loop(kind, iterable, element, (), None, body, (), (), f.span(node)))


# ---------------------------------------------------------------------------------------------------------------------- jumps


def labeled(f: Lowerer, node: Node) -> None:
    """A label names a loop; a labelled block is a switch of one case, which `break` leaves just so."""
    parts = f.parts(node)
    if len(parts) < 3:
        f.not_understood(node)
        return
    label, body = f.text(parts[0]), parts[-1]
    f.labels = (*f.labels, label)
    if body.type in _LOOPS or body.type in ("labeled_statement", "switch_statement"):
        f.statement(body)
        f.labels = ()
        return
    span = f.span(node)
    f.targets.append(Target("block", _take_labels(f)))
    block = _body(f, body)
    f.targets.pop()
    subject = f.constant(None, span)
    f.out.append(Switch(subject, (Case((), None, block, span),), span))


def _jump_label(f: Lowerer, label: str | None, kinds: tuple[str, ...]) -> str | None:
    """None where the innermost construct that such a jump can leave is its target, else the label of the target."""
    innermost = True
    for target in reversed(f.targets):
        if label is None and target.kind != "block" and target.kind in kinds:
            return None if innermost else (target.labels[0] if target.labels else ENCLOSING)
        if label is not None and label in target.labels:
            return None if innermost and target.kind in kinds else label
        # A continue passes through switches and labelled blocks without being caught there.
        if target.kind in kinds:
            innermost = False
    return label


def break_(f: Lowerer, node: Node) -> None:
    label = node.child_by_field_name("label")
    name = None if label is None else f.text(label)
    f.out.append(Break(_jump_label(f, name, ("loop", "switch", "block")), f.span(node)))


def continue_(f: Lowerer, node: Node) -> None:
    label = node.child_by_field_name("label")
    name = None if label is None else f.text(label)
    f.out.append(Continue(_jump_label(f, name, ("loop",)), f.span(node)))


def return_(f: Lowerer, node: Node) -> None:
    src = _operand(f, node)
    f.out.append(Return(src, f.span(node)))


def throw(f: Lowerer, node: Node) -> None:
    src = _operand(f, node)
    f.out.append(Throw(src, f.span(node)))


def _operand(f: Lowerer, node: Node) -> Reg | None:
    for child in node.children:
        if child.is_named and child.kind_id not in f.comments:
            return f.expression(child)
    return None


def with_(f: Lowerer, node: Node) -> None:
    """Names inside may be fields of the object; that is not modelled, both parts are lowered as they stand."""
    for field in ("object", "body"):
        part = node.child_by_field_name(field)
        if part is not None:
            f.statement(part)


HANDLERS: dict[str, StatementHandler] = {
    "statement_block": block,
    "expression_statement": expression_statement,
    "variable_declaration": declaration,
    "lexical_declaration": declaration,
    "using_declaration": declaration,
    "function_declaration": nothing,
    "generator_function_declaration": nothing,
    "empty_statement": nothing,
    "debugger_statement": nothing,
    "if_statement": if_,
    "switch_statement": switch,
    "try_statement": try_,
    "while_statement": while_,
    "do_statement": do,
    "for_statement": for_,
    "for_in_statement": for_in,
    "labeled_statement": labeled,
    "break_statement": break_,
    "continue_statement": continue_,
    "return_statement": return_,
    "throw_statement": throw,
    "with_statement": with_,
}
