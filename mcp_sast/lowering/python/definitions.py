"""Functions, lambdas, classes and decorators where they are defined.

In: syntax. Out: MakeFunction and MakeClass, with what Python evaluates at the definition: decorators, defaults, annotations,
base classes and the class body. A function's own body is lowered when it is asked for.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from mcp_sast.ir.ops import Arg, Call, GetField, MakeClass, MakeFunction, Reg, Span, Store, Var
from mcp_sast.lowering.python.bindings import bindings_of
from mcp_sast.lowering.python.frame import Frame, FunctionKind, expression, parts, statement
from mcp_sast.lowering.python.members import ClassBody, MemberKind
from mcp_sast.lowering.python.parameters import is_plain_default, parameters_of
from mcp_sast.lowering.python.scopes import Scope
from mcp_sast.lowering.python.statements import evaluate_annotation
from mcp_sast.syntax.parser import Node

_Role: TypeAlias = MemberKind | Literal["deleter"]
_MEMBER_KINDS: dict[str, _Role | Literal[""]] = {
    "property": "property", "cached_property": "property", "functools.cached_property": "property",
    "abc.abstractproperty": "property", "staticmethod": "static", "classmethod": "class",
    "abstractmethod": "", "abc.abstractmethod": "", "override": "", "typing.override": "", "typing_extensions.override": "",
}
"""Decorators of methods that only say what kind of member it is."""


class _Decorator(NamedTuple):
    """An evaluated decorator, to be called with what it decorates; `receiver` as in any method call."""

    callee: Reg
    receiver: Reg | None
    span: Span


@statement("function_definition")
def _function_statement(frame: Frame, node: Node) -> None:
    _define_function(frame, node, [])


@statement("class_definition")
def _class_statement(frame: Frame, node: Node) -> None:
    name, register = _make_class(frame, node)
    if name:
        frame.store(name, register, frame.span(node))


@statement("decorated_definition")
def _decorated(frame: Frame, node: Node) -> None:
    definition = node.children[-1]
    decorators = [child for child in node.children if child.type == "decorator"]
    if definition.type == "function_definition":
        _define_function(frame, definition, decorators)
    elif definition.type == "class_definition":
        evaluated = [_decorator(frame, decorator) for decorator in decorators]
        name, register = _make_class(frame, definition)
        register = _decorate(frame, evaluated, register, frame.span(definition))
        if name:
            frame.store(name, register, frame.span(definition))
    else:
        for decorator in decorators:
            _decorator(frame, decorator)


def _define_function(frame: Frame, node: Node, decorators: list[Node]) -> None:
    name_node = node.child_by_field_name("name")
    name = "" if name_node is None else frame.source.name(name_node)
    kind: _Role = "method"
    evaluated: list[_Decorator] = []
    for decorator in decorators:
        role = _member_kind(frame, decorator, name)
        if role is None:
            evaluated.append(_decorator(frame, decorator))
        else:
            kind = role or kind
    register = make_function(frame, node, name, "method" if frame.scope.kind == "class" else "function")
    span = frame.span(node)
    register = _decorate(frame, evaluated, register, span)
    if name and kind != "deleter":
        frame.store(name, register, span, kind)


def _member_kind(frame: Frame, decorator: Node, name: str) -> _Role | Literal[""] | None:
    """The kind of member that a decorator makes of a method, "" if it makes no difference, None if the decorator is not known."""
    if frame.scope.kind != "class":
        return None
    held = parts(decorator)
    if len(held) != 1 or held[0].type not in {"identifier", "attribute"}:
        return None
    text = frame.source.text(held[0])
    if text == f"{name}.setter":
        return "setter"
    if text == f"{name}.getter":
        return "property"
    return "deleter" if text == f"{name}.deleter" else _MEMBER_KINDS.get(text)


def _decorator(frame: Frame, decorator: Node) -> _Decorator:
    held = parts(decorator)
    span = frame.span(decorator)
    if not held:
        return _Decorator(frame.opaque("broken syntax", (), span), None, span)
    callee = frame.expression(held[0])
    access = frame.out[-1]
    # `@mcp.tool` calls a method: its object is the base of the access just emitted.
    receiver = access.base if isinstance(access, GetField) and access.dst == callee else None
    return _Decorator(callee, receiver, span)


def _decorate(frame: Frame, decorators: list[_Decorator], register: Reg, span: Span) -> Reg:
    """Decorators are called from the inside out, each with what the one below it gave."""
    for decorator in reversed(decorators):
        args = (Arg(register, False, span),)
        register = frame.new()
        frame.out.append(Call(register, decorator.callee, decorator.receiver, args, (), False, decorator.span))
    return register


@expression("lambda")
def _lambda(frame: Frame, node: Node) -> Reg:
    name, frame.name_hint = frame.name_hint, ""
    return make_function(frame, node, name, "lambda")


def make_function(frame: Frame, node: Node, name: str, kind: FunctionKind) -> Reg:
    """Emit the making of a function, and what is evaluated with it: annotations that call, and defaults that are no constants.

    A default that is no constant is evaluated once, here, and kept in a variable `f(p)` of this frame that the function reads.
    """
    function_id = frame.child_id(name)
    label = function_id[len(frame.id):].lstrip(".")
    defaults: dict[str, str] = {}
    for parameter in parameters_of(frame.source, node):
        if parameter.annotation is not None:
            evaluate_annotation(frame, parameter.annotation)
        if parameter.default is not None and not is_plain_default(parameter.default):
            value = frame.expression(parameter.default)
            variable = f"{label}({parameter.name})"
            frame.out.append(Store(Var("local", variable), value, frame.span(parameter.default)))
            defaults[parameter.name] = variable
    returned = node.child_by_field_name("return_type")
    if returned is not None:
        evaluate_annotation(frame, returned)
    register = frame.new()
    frame.out.append(MakeFunction(register, function_id, frame.span(node)))
    frame.add_function(node, name, kind, function_id, defaults)
    return register


def _make_class(frame: Frame, node: Node) -> tuple[str, Reg]:
    """The class's name and register. Its body runs here and now, in a scope of its own."""
    name_node = node.child_by_field_name("name")
    name = "" if name_node is None else frame.source.name(name_node)
    bases = tuple(_bases(frame, node))
    class_id = frame.child_id(name)
    body = next((child for child in node.children if child.type == "block"), None)
    statements = [] if body is None else body.children
    bound = bindings_of(frame.source, statements)
    prefix = class_id[len(frame.id):].lstrip(".")
    scope = Scope("class", frame.id, {inner: f"{prefix}.{inner}" for inner in bound.names}, frame.scope)
    scope.global_names = bound.global_names
    scope.nonlocal_names = bound.nonlocal_names
    outer = (frame.scope, frame.path, frame.class_body)
    members = ClassBody(frame.out)
    frame.scope, frame.path, frame.class_body = scope, class_id, members
    for child in statements:
        frame.statement(child)
    made = members.members(frame.load)
    frame.scope, frame.path, frame.class_body = outer
    register = frame.new()
    frame.out.append(MakeClass(register, name, bases, made, frame.span(node)))
    return name, register


def _bases(frame: Frame, node: Node) -> list[Reg]:
    listed = node.child_by_field_name("superclasses")
    out: list[Reg] = []
    for part in [] if listed is None else parts(listed):
        if part.type == "keyword_argument":
            frame.expression(part.children[-1])
        elif part.type != "dictionary_splat":
            out.append(frame.expression(part))
    return out
