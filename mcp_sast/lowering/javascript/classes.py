"""Classes: members, fields, static parts, decorators.

In: class declarations and expressions. Out: a `MakeClass`, and behind it what runs when the class is defined: decorators, static
fields, static blocks. Instance fields become one method "<fields>".
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from mcp_sast.ir.ops import Arg, Call, GetField, MakeClass, Member, Reg, SetField, SetIndex, Span, Store, Var
from mcp_sast.lowering.javascript.functions import make_fields, make_method
from mcp_sast.lowering.javascript.lowerer import ExpressionHandler, Lowerer, StatementHandler
from mcp_sast.lowering.javascript.scope import Scope
from mcp_sast.lowering.javascript.statements import block_statements
from mcp_sast.lowering.javascript.values import computed_key, constant_key
from mcp_sast.syntax.parser import Node

FIELD_KINDS = frozenset({"field_definition", "public_field_definition"})
_KINDS: dict[str, Literal["property", "setter"]] = {"get": "property", "set": "setter"}


class _Computed(NamedTuple):
    """A method whose name is known only when the class is defined."""

    key: Reg
    value: Reg
    is_static: bool
    span: Span


class _Parts:
    """What a class body holds, gathered in source order."""

    __slots__ = ("computed", "fields", "members", "statics")

    def __init__(self) -> None:
        self.members: list[Member] = []
        self.computed: list[_Computed] = []
        self.fields: list[Node] = []
        self.statics: list[Node] = []


def class_expression(f: Lowerer, node: Node) -> Reg:
    """A class expression; its own name is bound only inside it."""
    hint = f.take_hint()
    own = node.child_by_field_name("name")
    name = hint if own is None else f.text(own)
    saved = f.push_scope(() if own is None else (name,))
    inner = None if own is None else f.scope.names[name]
    register = _make_class(f, node, name, inner, decorators_of(f, node))
    f.pop_scope(saved)
    return register


def class_declaration(f: Lowerer, node: Node, decorators: list[Node] | None = None, name: str = "") -> None:
    """A class declaration; `decorators` are those that an `export` around it holds, `name` what a nameless one is known by."""
    own = node.child_by_field_name("name")
    variable = f.resolve(f.text(own) if own is not None else "<default>")
    all_decorators = [*(decorators or ()), *decorators_of(f, node)]
    _make_class(f, node, f.text(own) if own is not None else name, variable, all_decorators)


def decorators_of(f: Lowerer, node: Node) -> list[Node]:
    return [child for child in node.children if child.type == "decorator"]


def _make_class(f: Lowerer, node: Node, name: str, variable: Var | None, decorators: list[Node]) -> Reg:
    wrappers = [_decorator(f, decorator) for decorator in decorators]
    bases = _bases(f, node)
    body = node.child_by_field_name("body")
    saved_path = f.path
    f.path = f.registry.allot(saved_path, name or "<class>") + "."
    parts = _Parts()
    if body is not None:
        _gather(f, body, parts)
        if parts.fields:
            value = make_fields(f, tuple(parts.fields), body)
            parts.members.append(Member("<fields>", "method", value, f.span(parts.fields[0])))
    span = f.span(node)
    register = f.register()
    f.out.append(MakeClass(register, name, bases, tuple(parts.members), span))
    _define_computed(f, register, parts.computed)
    register = _wrap(f, register, wrappers, span)
    if variable is None and parts.statics:
        # The static parts of a class without any name reach it through `this`.
        variable = Var("local", f.frame.unique("<class>"))
    if variable is not None:
        f.out.append(Store(variable, register, span))
        f.frame.note_value(variable)
    if parts.statics:
        saved_scope = f.scope
        f.scope = Scope(f.frame, saved_scope, variable)
        _run_statics(f, register, parts.statics)
        f.scope = saved_scope
    f.path = saved_path
    return register


def _bases(f: Lowerer, node: Node) -> tuple[Reg, ...]:
    heritage = next((child for child in node.children if child.type == "class_heritage"), None)
    if heritage is None:
        return ()
    clauses = [child for child in heritage.children if child.type == "extends_clause"]
    if clauses:
        values = [child for clause in clauses for child in clause.children if child.kind_id in f.expressions]
    else:
        values = [child for child in heritage.children if child.kind_id in f.expressions]
    return tuple(f.expression(value) for value in values[:1])


# -------------------------------------------------------------------------------------------------------------------- members


def _gather(f: Lowerer, body: Node, parts: _Parts) -> None:
    decorators: list[Node] = []
    for child in body.children:
        kind = child.type
        if kind == "decorator":
            decorators.append(child)
            continue
        if kind == "method_definition":
            _method(f, child, [*decorators, *decorators_of(f, child)], parts)
        elif kind in FIELD_KINDS:
            _field(f, child, [*decorators, *decorators_of(f, child)], parts)
        elif kind == "class_static_block":
            parts.statics.append(child)
        elif child.is_error:
            f.not_understood(child)
        if child.is_named and child.kind_id not in f.comments:
            decorators = []


def _method(f: Lowerer, node: Node, decorators: list[Node], parts: _Parts) -> None:
    words = _words(node)
    key = node.child_by_field_name("name")
    name = None if key is None else constant_key(f, key)
    span = f.span(node)
    wrappers = [_decorator(f, decorator) for decorator in decorators]
    wrappers_of_parameters(f, node)
    if name is None:
        register = f.opaque("missing", (), span) if key is None else computed_key(f, key)
        value = _wrap(f, make_method(f, node, ""), wrappers, span)
        parts.computed.append(_Computed(register, value, "static" in words, span))
        return
    value = _wrap(f, make_method(f, node, name), wrappers, span)
    kind: Literal["method", "static", "property", "setter"] = "static" if "static" in words else "method"
    for word, accessor in _KINDS.items():
        if word in words:
            kind = accessor
    parts.members.append(Member(name, kind, value, span))


def wrappers_of_parameters(f: Lowerer, method: Node) -> None:
    """Decorators of parameters run when the class is defined."""
    parameters = method.child_by_field_name("parameters")
    if parameters is None or b"@" not in f.raw(parameters):
        return
    for parameter in parameters.children:
        for decorator in decorators_of(f, parameter):
            _decorator(f, decorator)


def _words(node: Node) -> frozenset[str]:
    """The words in front of a member's name."""
    words: list[str] = []
    for child in node.children:
        if child.is_named and child.type not in ("accessibility_modifier", "override_modifier", "decorator", "comment"):
            break
        words.append(child.type)
    return frozenset(words)


def _field(f: Lowerer, node: Node, decorators: list[Node], parts: _Parts) -> None:
    for decorator in decorators:
        span = f.span(decorator)
        nothing = f.constant(None, span)
        _wrap(f, nothing, [_decorator(f, decorator)], span)
    words = _words(node)
    if "declare" in words or node.child_by_field_name("value") is None:
        return
    (parts.statics if "static" in words else parts.fields).append(node)


def _define_computed(f: Lowerer, register: Reg, computed: list[_Computed]) -> None:
    for method in computed:
        base = register
        if not method.is_static:
            base = f.register()
            f.out.append(GetField(base, register, "prototype", method.span))
        f.out.append(SetIndex(base, method.key, method.value, method.span))


def _run_statics(f: Lowerer, register: Reg, statics: list[Node]) -> None:
    for node in statics:
        if node.type == "class_static_block":
            body = node.child_by_field_name("body")
            if body is not None:
                block_statements(f, body.children)
        else:
            define_field(f, node, register)


def define_field(f: Lowerer, node: Node, base: Reg) -> None:
    """Assign a field's initial value to `base`, the class or the instance."""
    key = node.child_by_field_name("property") or node.child_by_field_name("name")
    value = node.child_by_field_name("value")
    if key is None or value is None:
        return
    span = f.span(node)
    name = constant_key(f, key)
    if name is None:
        index = computed_key(f, key)
        f.out.append(SetIndex(base, index, f.expression(value), span))
        return
    f.out.append(SetField(base, name, f.named(value, name), span))


# ----------------------------------------------------------------------------------------------------------------- decorators


def _decorator(f: Lowerer, node: Node) -> tuple[Reg, Span]:
    inner = [part for part in f.parts(node) if part.is_named]
    register = f.expression(inner[0]) if inner else f.not_understood(node)
    return register, f.span(node)


def _wrap(f: Lowerer, value: Reg, wrappers: list[tuple[Reg, Span]], span: Span) -> Reg:
    """Call decorators on a value, the innermost first."""
    for decorator, place in reversed(wrappers):
        dst = f.register()
        f.out.append(Call(dst, decorator, None, (Arg(value, False, span),), (), False, place))
        value = dst
    return value


EXPRESSIONS: dict[str, ExpressionHandler] = {"class": class_expression}
STATEMENTS: dict[str, StatementHandler] = {
    "class_declaration": class_declaration,
    "abstract_class_declaration": class_declaration,
}
