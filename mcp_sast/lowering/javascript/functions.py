"""Closures: a function is kept for later when its parent is lowered.

In: nodes of function expressions, declarations and methods. Out: a `Pending` record in the registry and a `MakeFunction`.
"""

from __future__ import annotations

from mcp_sast.ir.ops import Reg, Store
from mcp_sast.lowering.javascript.lowerer import Lowerer
from mcp_sast.lowering.javascript.registry import DEEPEST, FunctionKind, Pending
from mcp_sast.syntax.parser import Node

_BODIES = frozenset({"formal_parameters", "statement_block", "identifier", "=>"})


def make_function(f: Lowerer, node: Node) -> Reg:
    """A function or arrow expression; it is known by its own name or by the one that it is given where it stands."""
    hint = f.take_hint()
    if node.type == "arrow_function":
        return _keep(f, node, hint, "arrow")
    own = node.child_by_field_name("name")
    if own is None:
        return _keep(f, node, hint, "function")
    # The name of a function expression is bound only inside it: a scope around the function holds it.
    name = f.text(own)
    saved = f.push_scope((name,))
    closure = _keep(f, node, name, "function")
    f.out.append(Store(f.scope.names[name], closure, f.span(own)))
    f.pop_scope(saved)
    return closure


def make_declared_function(f: Lowerer, node: Node) -> Reg:
    """A function declaration's closure; the caller stores it."""
    own = node.child_by_field_name("name")
    return _keep(f, node, f.take_hint() if own is None else f.text(own), "function")


def make_method(f: Lowerer, node: Node, name: str) -> Reg:
    """A method's closure, of a class or an object display."""
    return _keep(f, node, name, "method")


def make_fields(f: Lowerer, fields: tuple[Node, ...], class_body: Node) -> Reg:
    """The function that initialises a class's instance fields."""
    path = f.registry.allot(f.path, "<fields>")
    pending = Pending(
        id=f"{f.registry.module_id}#{path}", path=path, name="<fields>", kind="fields", node=class_body, scope=f.scope,
        parent=f.frame.id, depth=f.depth, start=fields[0].start_byte, end=fields[-1].end_byte, fields=fields,
    )  # fmt: skip
    return f.add_function(pending, f.span(fields[0]))


def _keep(f: Lowerer, node: Node, name: str, kind: FunctionKind) -> Reg:
    if f.depth >= DEEPEST:
        return f.too_deep(node)
    is_async = is_generator = False
    for child in node.children:
        mark = child.type
        if mark == "async":
            is_async = True
        elif mark == "*":
            is_generator = True
        elif mark in _BODIES:
            break
    path = f.registry.allot(f.path, name)
    pending = Pending(
        f"{f.registry.module_id}#{path}", path, name, kind, node, f.scope, f.frame.id, f.depth,
        node.start_byte, node.end_byte, is_async, is_generator,
    )  # fmt: skip
    return f.add_function(pending, f.span(node))
