"""The state of lowering one function, and the tables of what handles which syntax.

In: the scope and place of a function. Out: `Frame`: instructions are emitted into it, expressions and statements are sent
through it.

The modules beside this one put their handlers into `EXPRESSIONS` and `STATEMENTS`, keyed by the type of a syntax node; so they
need not know each other. Types are looked up by tree-sitter's small `kind_id`, learned as they come, since reading a type costs
a string.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

from mcp_sast.ir.ops import Block, Const, ConstantValue, Instruction, Load, Opaque, Reg, Span, Store, Var
from mcp_sast.lowering.python.members import ClassBody, MemberKind
from mcp_sast.lowering.python.scopes import Scope
from mcp_sast.lowering.python.source import Source
from mcp_sast.syntax.parser import Node

DEEPEST = 2000
"""Levels of syntax that are descended; what is deeper becomes Opaque and is named in a diagnostic."""

FunctionKind: TypeAlias = Literal["function", "method", "lambda"]
ExpressionHandler: TypeAlias = "Callable[[Frame, Node], Reg]"
StatementHandler: TypeAlias = "Callable[[Frame, Node], None]"
EXPRESSIONS: dict[str, ExpressionHandler] = {}
STATEMENTS: dict[str, StatementHandler] = {}
_expression_by_kind: dict[int, ExpressionHandler] = {}
_statement_by_kind: dict[int, StatementHandler] = {}


def expression(*types: str) -> Callable[[ExpressionHandler], ExpressionHandler]:
    """Puts a handler for expressions of these types into the table."""

    def register(handler: ExpressionHandler) -> ExpressionHandler:
        for name in types:
            EXPRESSIONS[name] = handler
        return handler

    return register


def statement(*types: str) -> Callable[[StatementHandler], StatementHandler]:
    """Puts a handler for statements of these types into the table."""

    def register(handler: StatementHandler) -> StatementHandler:
        for name in types:
            STATEMENTS[name] = handler
        return handler

    return register


class Nest:
    """What a module's session does for the frames in it: it keeps the functions found, and the places that lie too deep."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def found_function(
        self, frame: Frame, node: Node, function_id: str, name: str, kind: FunctionKind, defaults: dict[str, str]
    ) -> None:
        """A function stands here; it is lowered when it is asked for. `defaults` maps parameters to the variables of the frame
        that hold their evaluated defaults."""
        raise NotImplementedError

    def too_deep(self, frame: Frame, node: Node) -> None:
        """This part was not descended into."""
        raise NotImplementedError


class Frame:
    """The lowering of one function under way. `path` is the id under which functions and classes found now are named (it goes on
    with each class body), `out` the block that instructions go to, `depth` the levels of syntax above."""

    __slots__ = (
        "_counts", "_names", "base", "class_body", "depth", "id", "is_generator", "name_hint", "nest", "nested", "out",
        "path", "registers", "scope", "source",
    )

    def __init__(self, nest: Nest, function_id: str, base: int, scope: Scope, depth: int) -> None:
        self.nest = nest
        self.source = nest.source
        self.id = function_id
        self.path = function_id
        self.base = base
        self.scope = scope
        self.depth = depth
        self.out: list[Instruction] = []
        self.registers = 0
        self.nested: list[tuple[str, int, int]] = []
        self.is_generator = False
        self.class_body: ClassBody | None = None
        self.name_hint = ""
        self._counts: dict[str, int] = {}
        self._names: dict[str, int] = {}

    # ------------------------------------------------------------------------------------------------------------- emission

    def new(self) -> Reg:
        """A register not used yet."""
        register = self.registers
        self.registers = register + 1
        return register

    def span(self, node: Node) -> Span:
        """The place of a node relative to this function."""
        base = self.base
        return (node.start_byte - base, node.end_byte - base)

    def const(self, value: ConstantValue, span: Span) -> Reg:
        """Emit a constant."""
        register = self.registers
        self.registers = register + 1
        self.out.append(Const(register, value, span))
        return register

    def opaque(self, reason: str, operands: tuple[Reg, ...], span: Span) -> Reg:
        """Emit a value that is not understood."""
        register = self.new()
        self.out.append(Opaque(register, reason, operands, span))
        return register

    def load(self, name: str, span: Span) -> Reg:
        """Emit the reading of a name (it is empty where broken syntax lacks it)."""
        if not name:
            return self.opaque("broken syntax", (), span)
        register = self.registers
        self.registers = register + 1
        self.out.append(Load(register, self.scope.load(name), span))
        return register

    def load_variable(self, variable: Var, span: Span) -> Reg:
        """Emit the reading of a variable that is already resolved."""
        register = self.new()
        self.out.append(Load(register, variable, span))
        return register

    def store(self, name: str, value: Reg, span: Span, kind: MemberKind = "field") -> None:
        """Emit the binding of a name; in a class body it becomes a member of this kind too."""
        if not name:
            return
        scope = self.scope
        self.out.append(Store(scope.store(name), value, span))
        if self.class_body is not None and scope.kind == "class":
            self.class_body.bound(self.out, name, kind, value, span)

    def store_walrus(self, name: str, value: Reg, span: Span) -> None:
        """Emit `name := value`, which binds outside of comprehensions."""
        inner = self.scope
        self.scope = inner.binding_scope()
        self.store(name, value, span)
        self.scope = inner

    def annotated(self, name: str, span: Span) -> None:
        """Emit `name: type` without a value: at the level of a class body a field that instances will have, elsewhere nothing."""
        body = self.class_body
        if name and body is not None and self.out is body.home and not body.knows(name):
            body.bound(self.out, name, "field", self.opaque("annotation", (), span), span)

    def open(self) -> list[Instruction]:
        """Begin an inner block; gives what `close` needs to go back."""
        outer = self.out
        self.out = []
        return outer

    def close(self, outer: list[Instruction]) -> Block:
        """End the inner block and go back to the outer one."""
        block = tuple(self.out)
        self.out = outer
        return block

    # --------------------------------------------------------------------------------------------------------------- names

    def fresh(self, name: str) -> str:
        """Another name for a variable of an inner scope: `x~2`, `x~3`."""
        number = self._names.get(name, 1) + 1
        self._names[name] = number
        return f"{name}~{number}"

    def child_id(self, name: str) -> str:
        """An id below the current path for a function or class of this name; nameless ones are counted."""
        path = self.path
        separator = "" if path.endswith("#") else "."
        if not name:
            key = f"{path}{separator}<"
            number = self._counts.get(key, 0)
            self._counts[key] = number + 1
            return f"{key}{number}>"
        key = f"{path}{separator}{name}"
        number = self._counts.get(key, 0) + 1
        self._counts[key] = number
        return key if number == 1 else f"{key}~{number}"

    def add_function(self, node: Node, name: str, kind: FunctionKind, function_id: str, defaults: dict[str, str]) -> None:
        """A function stands directly inside this one."""
        self.nested.append((function_id, node.start_byte, node.end_byte))
        self.nest.found_function(self, node, function_id, name, kind, defaults)

    # --------------------------------------------------------------------------------------------------------------- syntax

    def expression(self, node: Node) -> Reg:
        """Lower an expression."""
        handler = _expression_by_kind.get(node.kind_id)
        if handler is None:
            handler = EXPRESSIONS.get(node.type, _unknown)
            _expression_by_kind[node.kind_id] = handler
        if self.depth >= DEEPEST:
            return self._too_deep(node)
        self.depth += 1
        register = handler(self, node)
        self.depth -= 1
        return register

    def statement(self, node: Node) -> None:
        """Lower a statement; anything else is evaluated and forgotten."""
        handler = _statement_by_kind.get(node.kind_id)
        if handler is None:
            handler = STATEMENTS.get(node.type, _other_statement)
            _statement_by_kind[node.kind_id] = handler
        if self.depth >= DEEPEST:
            if node.is_named:
                self._too_deep(node)
            return
        self.depth += 1
        handler(self, node)
        self.depth -= 1

    def statements(self, node: Node) -> None:
        """Lower the statements of a block."""
        for child in node.children:
            self.statement(child)

    def block(self, node: Node) -> Block:
        """Lower a block's statements into a block of their own."""
        outer = self.open()
        self.statements(node)
        return self.close(outer)

    def _too_deep(self, node: Node) -> Reg:
        self.nest.too_deep(self, node)
        return self.opaque("nested too deep", (), self.span(node))


def parts(node: Node) -> list[Node]:
    """The named children of a node but for comments and line continuations."""
    return [child for child in node.children if child.is_named and (not child.is_extra or child.is_error)]


def without_extras(node: Node) -> list[Node]:
    """All children of a node, tokens too, but for comments and line continuations."""
    children: list[Node] = node.children
    for child in children:
        if child.is_extra:
            return [child for child in children if not child.is_extra or child.is_error]
    return children


def _unknown(frame: Frame, node: Node) -> Reg:
    """Broken syntax, or syntax that has no value here: what is inside may reach the result."""
    operands = tuple(frame.expression(part) for part in parts(node))
    return frame.opaque("broken syntax" if node.is_error else f"syntax {node.type}", operands, frame.span(node))


def _other_statement(frame: Frame, node: Node) -> None:
    if node.is_named:
        frame.expression(node)


@statement("ERROR")
def _broken_statement(frame: Frame, node: Node) -> None:
    """A broken part may hold whole statements and single expressions."""
    frame.statements(node)


@statement("comment", "line_continuation", "pass_statement", "global_statement", "nonlocal_statement", ";")
def _nothing(frame: Frame, node: Node) -> None:
    pass
