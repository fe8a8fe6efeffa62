"""One module's lowering session: functions are lowered when they are asked for.

In: a `SyntaxTree` of Python. Out: `PythonLowering`, which fulfils `ir.module.ModuleLowering`.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from typing import NamedTuple

from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.findings.place import Place
from mcp_sast.ir.module import Binding, FunctionIR, ModuleIR, Text
from mcp_sast.ir.ops import If, Load, Phi, Pure, Return, Store, Var
from mcp_sast.lowering.python import definitions, displays, imports, matching, statements  # noqa: F401  (they fill the tables)
from mcp_sast.lowering.python.bindings import Bindings, bindings_of, target_names
from mcp_sast.lowering.python.frame import DEEPEST, Frame, FunctionKind, Nest
from mcp_sast.lowering.python.names_and_literals import constant_string
from mcp_sast.lowering.python.parameters import Parameter, as_params, parameters_of
from mcp_sast.lowering.python.scopes import BUILTINS, Scope, module_scope
from mcp_sast.lowering.python.source import Source
from mcp_sast.lowering.python.targets import assign
from mcp_sast.syntax.parser import Node, SyntaxTree

_FRAMES = DEEPEST * 12
"""Python frames that the deepest syntax descended into may take."""
_MOST_DIAGNOSTICS = 20
_HARMLESS_CLASS_DECORATORS = frozenset({
    "dataclass", "dataclasses.dataclass", "final", "typing.final", "runtime_checkable", "typing.runtime_checkable",
    "total_ordering", "functools.total_ordering", "unique", "enum.unique",
})


class _Found(NamedTuple):
    """A function that was found while its parent was lowered. `defaults` are the parent's variables that hold its defaults."""

    node: Node
    name: str
    kind: FunctionKind
    scope: Scope
    depth: int
    parent: str
    defaults: dict[str, str]


def lower_python(tree: SyntaxTree, module_id: str) -> PythonLowering:
    """Begin the lowering of a module: its top is lowered now, its functions on demand."""
    return PythonLowering(tree, module_id)


class PythonLowering(Nest):
    """The functions of one Python module, found and lowered so far."""

    def __init__(self, tree: SyntaxTree, module_id: str) -> None:
        super().__init__(Source(tree.data))
        self._tree = tree
        self._id = module_id
        self._found: dict[str, _Found] = {}
        self._lowered: dict[str, FunctionIR] = {}
        self._declared_global = self.source.names_declared_global()
        self._enclosing: dict[str, list[int]] = {}
        self._deep: dict[str, Place] = {}
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(max(limit, _FRAMES))
        try:
            self._module = self._lower_module()
        finally:
            sys.setrecursionlimit(limit)

    # ------------------------------------------------------------------------------------------------------------- the protocol

    @property
    def module(self) -> ModuleIR:
        """The module top and its tables."""
        return self._module

    def function(self, function_id: str) -> FunctionIR:
        """The function with that id, lowered now if it was not yet (its ancestors before it)."""
        known = self._lowered.get(function_id)
        if known is not None:
            return known
        if function_id not in self._found:
            self._lower_ancestors(function_id)
        return self._lower(function_id)

    def function_at(self, offset: int) -> str:
        """Id of the innermost function that holds this byte offset."""
        current = self._module.top
        while True:
            index = self._nested_index(current, offset)
            if index < 0:
                return current.id
            current = self.function(current.nested[index][0])

    def function_ids(self) -> tuple[str, ...]:
        """Ids of all functions of the module in source order, the module top first; lowers everything."""
        todo = [self._module.top.id]
        order: list[tuple[int, int, str]] = []
        while todo:
            function = self.function(todo.pop())
            order.append((function.start, -function.end, function.id))
            todo.extend(nested for nested, _, _ in function.nested)
        top = order.pop(0)
        order.sort()
        return (top[2], *(function_id for _, _, function_id in order))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What could not be lowered so far: the first place in each function that nests too deep."""
        places = sorted(self._deep.values())
        message = f"{self._tree.path}: nested deeper than {DEEPEST} levels; what is inside was not analysed"
        out = [Diagnostic("limit-reached", message, place) for place in places[:_MOST_DIAGNOSTICS]]
        if len(places) > _MOST_DIAGNOSTICS:
            more = f"{self._tree.path}: more places are nested too deep to be analysed"
            out.append(Diagnostic("limit-reached", more, places[_MOST_DIAGNOSTICS]))
        return tuple(out)

    # -------------------------------------------------------------------------------------------------------- what frames report

    def found_function(
        self, frame: Frame, node: Node, function_id: str, name: str, kind: FunctionKind, defaults: dict[str, str]
    ) -> None:
        """A function stands here; it is lowered when it is asked for."""
        self._found[function_id] = _Found(node, name, kind, frame.scope, frame.depth, frame.id, defaults)

    def too_deep(self, frame: Frame, node: Node) -> None:
        """This part was not descended into."""
        if frame.id not in self._deep:
            self._deep[frame.id] = Place(self._tree.path, node.start_byte, node.end_byte, self._id)

    # ------------------------------------------------------------------------------------------------------------------- lowering

    def _lower_module(self) -> ModuleIR:
        root = self._tree.root
        top_id = f"{self._id}#"
        bound = bindings_of(self.source, root.children)
        scope = module_scope(top_id, list(bound.names), self._declared_global)
        frame = Frame(self, top_id, 0, scope, 0)
        _begin_builtins(frame, bound)
        frame.statements(root)
        docstring = _docstring(frame, root)
        top = FunctionIR(
            top_id, "", "module", False, False, (), tuple(frame.out), frame.registers, 0, len(self.source.data),
            nested=_in_source_order(frame), docstring=docstring,
        )
        self._lowered[top_id] = top
        return ModuleIR(self._id, "python", "python", top, (), self._bindings(bound, top))

    def _lower_ancestors(self, function_id: str) -> None:
        """Lower what the id says stands around it, from the outside in, until it is found."""
        start = len(self._id) + 1
        while function_id not in self._found:
            dot = function_id.find(".", start)
            if dot < 0:
                raise KeyError(function_id)
            ancestor = function_id[:dot]
            if ancestor in self._found:
                self._lower(ancestor)
            start = dot + 1

    def _lower(self, function_id: str) -> FunctionIR:
        known = self._lowered.get(function_id)
        if known is not None:
            return known
        found = self._found[function_id]
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(max(limit, _FRAMES))
        try:
            lowered = self._lower_function(function_id, found)
        finally:
            sys.setrecursionlimit(limit)
        self._lowered[function_id] = lowered
        return lowered

    def _lower_function(self, function_id: str, found: _Found) -> FunctionIR:
        node = found.node
        parameters = parameters_of(self.source, node)
        is_lambda = found.kind == "lambda"
        body = node.children[-1] if is_lambda else next((child for child in node.children if child.type == "block"), None)
        bound = Bindings() if body is None else bindings_of(self.source, [body] if is_lambda else body.children)
        scope = self._function_scope(function_id, parameters, bound, found)
        frame = Frame(self, function_id, node.start_byte, scope, found.depth + 1)
        for parameter in parameters:
            _begin_parameter(frame, parameter, found)
        docstring = None
        if body is not None and is_lambda:
            frame.out.append(Return(frame.expression(body), frame.span(body)))
        elif body is not None:
            docstring = _docstring(frame, body)
            frame.statements(body)
        return FunctionIR(
            function_id, found.name, found.kind, node.children[0].type == "async", frame.is_generator,
            as_params(self.source, parameters, node.start_byte), tuple(frame.out), frame.registers, node.start_byte, node.end_byte,
            nested=_in_source_order(frame), docstring=docstring, parent=found.parent,
        )

    def _function_scope(self, function_id: str, parameters: list[Parameter], bound: Bindings, found: _Found) -> Scope:
        names: dict[str, str] = {}
        for parameter in parameters:
            names[parameter.name] = parameter.name
            if parameter.pattern is not None:
                names.update((name, name) for name in target_names(self.source, parameter.pattern))
        names.update((name, name) for name in bound.names)
        scope = Scope("function", function_id, names, found.scope)
        scope.global_names = bound.global_names
        scope.nonlocal_names = bound.nonlocal_names
        return scope

    # --------------------------------------------------------------------------------------------------------------------- tables

    def _bindings(self, bound: Bindings, top: FunctionIR) -> tuple[Binding, ...]:
        """Module variables bound once, by a function, class or import, and by no `global` statement of a function."""
        at = {start: function_id for function_id, start, _ in top.nested}
        rebound = set(self._declared_global)
        out: list[Binding] = []
        for name, how in bound.names.items():
            if how is None or name in rebound:
                continue
            if how.kind in {"function", "lambda"} and how.at in at:
                out.append(Binding(name, "function", at[how.at]))
            elif how.kind == "class" and all(decorator in _HARMLESS_CLASS_DECORATORS for decorator in how.decorators):
                out.append(Binding(name, "class", name))
            elif how.kind == "import":
                out.append(Binding(name, "import", how.specifier, how.imported))
        return tuple(out)

    def _nested_index(self, function: FunctionIR, offset: int) -> int:
        """Which of the functions directly inside holds the offset, -1 if none does. A lambda in a default stands within the text of
        a function beside it, so each one's surrounding neighbour is worked out once."""
        around = self._enclosing.get(function.id)
        if around is None:
            around = []
            open_spans: list[int] = []
            for index, (_, start, _) in enumerate(function.nested):
                while open_spans and function.nested[open_spans[-1]][2] <= start:
                    open_spans.pop()
                around.append(open_spans[-1] if open_spans else -1)
                open_spans.append(index)
            self._enclosing[function.id] = around
        index = bisect_right(function.nested, offset, key=lambda nested: nested[1]) - 1
        while index >= 0 and function.nested[index][2] <= offset:
            index = around[index]
        return index


def _begin_builtins(frame: Frame, bound: Bindings) -> None:
    """A module variable with a builtin's name is the builtin until it is bound: `if False: exec = None` hides nothing."""
    for name, how in bound.names.items():
        if name in BUILTINS and (how is None or how.kind in {"other", "lambda"}):
            frame.out.append(Store(Var("module", name), frame.load_variable(Var("global", name), (0, 0)), (0, 0)))


def _in_source_order(frame: Frame) -> tuple[tuple[str, int, int], ...]:
    return tuple(sorted(frame.nested, key=lambda nested: (nested[1], -nested[2])))


def _docstring(frame: Frame, body: Node) -> Text | None:
    """The string that stands first in a body."""
    for child in body.children:
        if child.type == "comment":
            continue
        if child.type != "expression_statement" or child.child_count != 1:
            return None
        node = child.children[0]
        value = constant_string(frame, node)
        return Text(value, frame.span(node)) if isinstance(value, str) else None
    return None


def _begin_parameter(frame: Frame, parameter: Parameter, found: _Found) -> None:
    """What the body does with a parameter first: put its default in place, take a pattern apart."""
    variable = Var("local", parameter.name)
    if parameter.default is not None:
        span = frame.span(parameter.default)
        given = frame.load_variable(variable, span)
        is_missing = frame.new()
        frame.out.append(Pure(is_missing, "is_undefined", (given,), span))
        outer = frame.open()
        kept = found.defaults.get(parameter.name)
        if kept is None:
            default = frame.expression(parameter.default)
        else:
            default = frame.new()
            frame.out.append(Load(default, Var("outer", kept, found.parent), span))
        block = frame.close(outer)
        frame.out.append(If(is_missing, block, (), span))
        value = frame.new()
        frame.out.append(Phi(value, (default, given), span))
        frame.out.append(Store(variable, value, span))
    if parameter.pattern is not None:
        assign(frame, parameter.pattern, frame.load_variable(variable, frame.span(parameter.node)))
