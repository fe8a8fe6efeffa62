"""Chains of calls and accesses (`a.b(c)[d]?.e()`), `new`, `import()`, `require()`.

In: the outermost node of a chain. Out: its links from the left to the right. A chain nests to the left, as deep as it is long:
it is walked along its spine, never by recursion.
"""

from __future__ import annotations

from mcp_sast.ir.ops import Arg, Call, GetField, GetIndex, Import, Reg
from mcp_sast.lowering.javascript.lowerer import ExpressionHandler, Lowerer
from mcp_sast.lowering.javascript.patterns import constant_string_index, subscript_index
from mcp_sast.lowering.javascript.values import tagged_template_arguments
from mcp_sast.syntax.parser import Node

_CALL, _MEMBER, _SUBSCRIPT, _PAREN, _WRAPPER = range(5)
SPINE: dict[str, int] = {
    "call_expression": _CALL,
    "member_expression": _MEMBER,
    "subscript_expression": _SUBSCRIPT,
    "parenthesized_expression": _PAREN,
    "non_null_expression": _WRAPPER,
    "as_expression": _WRAPPER,
    "satisfies_expression": _WRAPPER,
    "instantiation_expression": _WRAPPER,
    "type_assertion": _PAREN,
}


def chain(f: Lowerer, node: Node) -> Reg:
    """Lower a chain; parentheses and type assertions around a link change neither its value nor its receiver."""
    spine: list[tuple[int, Node]] = []
    kinds = f.spine
    code = kinds.get(node.kind_id)
    while code is not None:
        spine.append((code, node))
        node = _inside(f, node) if code == _PAREN else node.children[0]
        code = kinds.get(node.kind_id)
    current = _special_call(f, node, spine)
    if current is None:
        current = f.expression(node)
    receiver: Reg | None = None
    base = f.base
    while spine:
        code, node = spine.pop()
        if code >= _PAREN:
            continue
        span = (node.start_byte - base, node.end_byte - base)
        if code == _CALL:
            args = arguments(f, node.children[-1])
            dst = f.registers
            f.registers = dst + 1
            f.out.append(Call(dst, current, receiver, args, (), False, span))
            receiver = None
        else:
            receiver = current
            dst = _member(f, node, current, span) if code == _MEMBER else _subscript(f, node, current, span)
        current = dst
    return current


def _inside(f: Lowerer, node: Node) -> Node:
    """The expression in parentheses, of which broken code may lack the closing one, or behind a type (`<T>x`)."""
    children = node.children
    if len(children) == 3:
        return children[1]
    named = [part for part in f.parts(node) if part.is_named]
    return named[-1] if named else children[-1]


def _member(f: Lowerer, node: Node, base: Reg, span: tuple[int, int]) -> Reg:
    name = f.text(node.children[-1])
    dst = f.registers
    f.registers = dst + 1
    f.out.append(GetField(dst, base, name, span))
    return dst


def _subscript(f: Lowerer, node: Node, base: Reg, span: tuple[int, int]) -> Reg:
    index = subscript_index(f, node)
    name = constant_string_index(f, index)
    if name is not None:
        dst = f.register()
        f.out.append(GetField(dst, base, name, span))
        return dst
    key = f.expression(index)
    dst = f.register()
    f.out.append(GetIndex(dst, base, key, span))
    return dst


def arguments(f: Lowerer, node: Node) -> tuple[Arg, ...]:
    """The arguments of a call; a template literal in their place makes it a tagged template."""
    if node.type == "template_string":
        return tuple(Arg(register, False, f.span(part)) for register, part in tagged_template_arguments(f, node))
    args: list[Arg] = []
    expressions = f.expressions
    base = f.base
    for child in node.children:
        kind = child.kind_id
        if kind in expressions:
            register = f.expression(child)
            args.append(Arg(register, False, (child.start_byte - base, child.end_byte - base)))
        elif child.is_named and kind not in f.comments:
            is_spread = child.type == "spread_element"
            register = f.expression(f.parts(child)[-1]) if is_spread else f.not_understood(child)
            args.append(Arg(register, is_spread, f.span(child)))
    return tuple(args)


def new(f: Lowerer, node: Node) -> Reg:
    parts = f.parts(node)
    callee = f.expression(parts[1]) if len(parts) > 1 else f.not_understood(node)
    args: tuple[Arg, ...] = ()
    if len(parts) > 2 and parts[-1].type == "arguments":
        args = arguments(f, parts[-1])
    dst = f.register()
    f.out.append(Call(dst, callee, None, args, (), True, f.span(node)))
    return dst


def _special_call(f: Lowerer, base: Node, spine: list[tuple[int, Node]]) -> Reg | None:
    """`require("x")` and `import("x")` with a constant: takes the call off the spine. None for anything else."""
    kind = base.type
    if not spine or spine[-1][0] != _CALL or kind not in ("identifier", "import"):
        return None
    if kind == "identifier" and (f.raw(base) != b"require" or f.resolve("require").kind != "global"):
        return None
    call = spine[-1][1]
    specifier = constant_argument(f, call.children[-1])
    if specifier is None:
        return f.load(f.resolve("import"), f.span(base)) if kind == "import" else None
    spine.pop()
    dst = f.register()
    f.out.append(Import(dst, specifier, None, "dynamic" if kind == "import" else "cjs", f.span(call)))
    return dst


def constant_argument(f: Lowerer, arguments: Node) -> str | None:
    """The first argument if it is a constant string (import attributes may follow)."""
    first = next((part for part in arguments.children if part.is_named and part.kind_id not in f.comments), None)
    if first is None or arguments.type != "arguments":
        return None
    return constant_string_index(f, first)


HANDLERS: dict[str, ExpressionHandler] = {**dict.fromkeys(SPINE, chain), "new_expression": new}
