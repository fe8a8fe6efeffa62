"""Lowers one function that was kept for later.

In: a `Pending` record. Out: `FunctionIR`.
"""

from __future__ import annotations

from mcp_sast.ir.module import FunctionIR, Param
from mcp_sast.ir.ops import Return, SetField, Store, Var
from mcp_sast.lowering.javascript.classes import define_field
from mcp_sast.lowering.javascript.hoisting import lexical_names, pattern_names, var_names
from mcp_sast.lowering.javascript.literals import decode
from mcp_sast.lowering.javascript.lowerer import Lowerer, Tables
from mcp_sast.lowering.javascript.patterns import assign, with_default
from mcp_sast.lowering.javascript.registry import Pending, Registry
from mcp_sast.lowering.javascript.scope import Frame, Scope
from mcp_sast.lowering.javascript.statements import run_statements
from mcp_sast.syntax.parser import Node

_LONGEST_SOURCE = 1000


class _Parameter:
    """A parameter as the syntax has it, in either grammar."""

    __slots__ = ("annotation", "default", "is_field", "is_optional", "is_rest", "node", "target")

    def __init__(self, node: Node, target: Node) -> None:
        self.node = node
        self.target = target
        self.annotation: Node | None = None
        self.default: Node | None = None
        self.is_field = False
        self.is_optional = False
        self.is_rest = False


def lower_function(pending: Pending, registry: Registry, tables: Tables) -> FunctionIR:
    """Lower the function; its nested functions become known to the registry."""
    frame = Frame(pending.id, is_arrow=pending.kind == "arrow")
    scope = Scope(frame, pending.scope)
    f = Lowerer(registry, tables, frame, scope, pending.start, f"{pending.path}.", pending.depth + 1)
    params: tuple[Param, ...] = ()
    if pending.kind == "fields":
        _lower_fields(f, pending.fields)
    else:
        params = _lower_code(f, pending.node)
    return finished(f, pending, params)


def finished(f: Lowerer, pending: Pending, params: tuple[Param, ...]) -> FunctionIR:
    """The function with all that its lowering gathered."""
    return FunctionIR(
        pending.id, pending.name, pending.kind, pending.is_async, pending.is_generator, params, tuple(f.out), f.registers,
        pending.start, pending.end, tuple(sorted(f.nested, key=lambda nested: (nested[1], nested[2]))), None, pending.parent,
    )  # fmt: skip


def _lower_fields(f: Lowerer, fields: tuple[Node, ...]) -> None:
    for field in fields:
        this = f.load(f.implicit("this"), f.span(field))
        define_field(f, field, this)


def _lower_code(f: Lowerer, node: Node) -> tuple[Param, ...]:
    body = node.child_by_field_name("body")
    parameters = _parameters(f, node)
    for parameter in parameters:
        for name in pattern_names(f, parameter.target):
            f.scope.declare(name)
    # Defaults see the parameters but not the variables of the body, which get a scope inside.
    params = tuple(_bind(f, parameter, index) for index, parameter in enumerate(parameters))
    if body is None:
        return params
    if body.type != "statement_block":
        register = f.expression(body)
        f.out.append(Return(register, f.span(body)))
        return params
    statements = body.children
    names = [name for name in var_names(f, statements) if name not in f.scope.names]
    lexical = lexical_names(f, statements, functions_too=False)
    functions = [name for name in lexical_names(f, statements, functions_too=True) if name not in f.scope.names]
    f.push_scope([*names, *lexical, *functions])
    run_statements(f, statements)
    return params


# ----------------------------------------------------------------------------------------------------------------- parameters


def _parameters(f: Lowerer, node: Node) -> list[_Parameter]:
    single = node.child_by_field_name("parameter")
    if single is not None:
        return [_Parameter(single, single)]
    holder = node.child_by_field_name("parameters")
    if holder is None:
        return []
    found = []
    for child in holder.children:
        if child.is_named and child.kind_id not in f.comments:
            parameter = _parameter(f, child)
            if parameter is not None:
                found.append(parameter)
    return found


def _parameter(f: Lowerer, node: Node) -> _Parameter | None:
    kind = node.type
    if kind in ("required_parameter", "optional_parameter"):
        parameter = _typed_parameter(f, node)
        if parameter is None:
            return None
    elif kind == "assignment_pattern":
        parts = f.parts(node)
        parameter = _Parameter(node, parts[0])
        parameter.default = parts[-1]
    elif kind == "ERROR":
        return None
    else:
        parameter = _Parameter(node, node)
    if parameter.target.type == "rest_pattern":
        parameter.is_rest = True
        parameter.target = f.parts(parameter.target)[-1]
    return parameter


def _typed_parameter(f: Lowerer, node: Node) -> _Parameter | None:
    """TypeScript's form; None for the `this` parameter, which is only a type."""
    target = node.child_by_field_name("pattern")
    if target is None or target.type == "this":
        return None
    parameter = _Parameter(node, target)
    parameter.annotation = node.child_by_field_name("type")
    parameter.default = node.child_by_field_name("value")
    parameter.is_optional = node.type == "optional_parameter"
    parameter.is_field = any(
        child.type in ("accessibility_modifier", "override_modifier", "readonly") for child in node.children
    )
    return parameter


def _bind(f: Lowerer, parameter: _Parameter, index: int) -> Param:
    """Lower what happens to a parameter before the body: default, destructuring, parameter property."""
    target = parameter.target
    span = f.span(target)
    is_name = target.type == "identifier"
    name = f.scope.declare(f.text(target)).name if is_name else f.frame.unique(f"<{index}>")
    var = Var("local", name)
    if parameter.default is not None:
        register = with_default(f, f.load(var, span), parameter.default, f.text(target) if is_name else "")
        if is_name:
            f.out.append(Store(var, register, span))
        else:
            assign(f, target, register)
    elif not is_name:
        assign(f, target, f.load(var, span))
    if parameter.is_field and is_name:
        this = f.load(f.implicit("this"), span)
        f.out.append(SetField(this, f.text(target), f.load(var, span), span))
    annotation = _source(f, parameter.annotation).removeprefix(":").strip()
    default = _source(f, parameter.default)
    is_optional = parameter.is_optional or parameter.default is not None
    return Param(name, "rest" if parameter.is_rest else "positional", annotation, is_optional, default, f.span(parameter.node))


def _source(f: Lowerer, node: Node | None) -> str:
    """Source text of an annotation or default, cut where it is long: functions nested in defaults would repeat it at each level."""
    if node is None:
        return ""
    text = decode(f.data[node.start_byte : min(node.end_byte, node.start_byte + _LONGEST_SOURCE)])
    return text + "…" if node.end_byte - node.start_byte > _LONGEST_SOURCE else text
