"""The state of lowering one function: registers, the block being filled, scopes, depth.

In: syntax nodes. Out: instructions, by the handlers that the tables hold for each kind of node. The handlers are plain
functions `(lowerer, node)` in the modules beside this one; they reach each other only through `expression`, `statement` and
`effect`, so that the modules need not know each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from mcp_sast.ir.ops import Block, Const, Instruction, Load, MakeFunction, Opaque, Phi, Reg, ScopeKind, Span, Var
from mcp_sast.lowering.javascript.registry import DEEPEST, Pending, Registry
from mcp_sast.lowering.javascript.scope import Frame, Scope, implicit_variable, resolve_outside
from mcp_sast.syntax.parser import Node

ExpressionHandler: TypeAlias = Callable[["Lowerer", Node], Reg]
StatementHandler: TypeAlias = Callable[["Lowerer", Node], None]
_NAMEABLE = frozenset({"arrow_function", "function_expression", "generator_function", "class"})


@dataclass(frozen=True, slots=True)
class Tables:
    """What is done with each kind of node, by `kind_id`, for one grammar.

    `expressions` give a register, `statements` none, `effects` are expressions whose value nobody needs; `spine` holds the kinds
    of links in a chain of calls and accesses, `quiet` the kinds that hold no code (types, comments).
    """

    expressions: dict[int, ExpressionHandler]
    statements: dict[int, StatementHandler]
    effects: dict[int, StatementHandler]
    spine: dict[int, int]
    quiet: frozenset[int]
    comments: frozenset[int]


@dataclass(slots=True)
class Target:
    """A construct that `break` can leave: a loop, a switch, or a labelled block."""

    kind: str
    labels: tuple[str, ...]


class Lowerer:
    """Lowers one function. `base`: its start byte, which all spans are relative to. `path`: prefix of its functions' ids."""

    __slots__ = (
        "_outside", "base", "comments", "data", "depth", "effects", "exported", "expressions", "frame", "hint", "labels",
        "nested", "out", "path", "registers", "registry", "scope", "spine", "statements", "tables", "targets",
    )  # fmt: skip

    def __init__(self, registry: Registry, tables: Tables, frame: Frame, scope: Scope, start: int, path: str, depth: int) -> None:
        self.registry = registry
        self.tables = tables
        self.data = registry.data
        self.expressions = tables.expressions
        self.statements = tables.statements
        self.effects = tables.effects
        self.spine = tables.spine
        self.comments = tables.comments
        self.frame = frame
        self.scope = scope
        self.base = start
        self.path = path
        self.depth = depth
        self.registers = 0
        self.out: list[Instruction] = []
        self.nested: list[tuple[str, int, int]] = []
        self.targets: list[Target] = []
        self.labels: tuple[str, ...] = ()
        self.exported: list[str] | None = None
        self.hint = ""
        self._outside: dict[str, Var] = {}

    # ------------------------------------------------------------------------------------------------------ small things

    def span(self, node: Node) -> Span:
        """The node's place, relative to the function's start."""
        base = self.base
        return (node.start_byte - base, node.end_byte - base)

    def register(self) -> Reg:
        register = self.registers
        self.registers = register + 1
        return register

    def text(self, node: Node) -> str:
        """An identifier's or property's name."""
        return self.registry.name(self.data[node.start_byte : node.end_byte])

    def raw(self, node: Node) -> bytes:
        return self.data[node.start_byte : node.end_byte]

    def parts(self, node: Node) -> list[Node]:
        """The node's children, tokens among them, without comments."""
        comments = self.comments
        return [child for child in node.children if child.kind_id not in comments]

    def constant(self, value: str | float | bool | None, span: Span) -> Reg:
        register = self.registers
        self.registers = register + 1
        self.out.append(Const(register, value, span))
        return register

    def load(self, var: Var, span: Span) -> Reg:
        register = self.registers
        self.registers = register + 1
        self.out.append(Load(register, var, span))
        return register

    def opaque(self, reason: str, operands: tuple[Reg, ...], span: Span) -> Reg:
        register = self.registers
        self.registers = register + 1
        self.out.append(Opaque(register, reason, operands, span))
        return register

    def phi(self, sources: tuple[Reg, ...], span: Span) -> Reg:
        register = self.registers
        self.registers = register + 1
        self.out.append(Phi(register, sources, span))
        return register

    def open_block(self) -> list[Instruction]:
        """Begin a nested block; `close_block` takes what is returned here."""
        saved = self.out
        self.out = []
        return saved

    def close_block(self, saved: list[Instruction]) -> Block:
        block = tuple(self.out)
        self.out = saved
        return block

    # ------------------------------------------------------------------------------------------------------------- names

    def resolve(self, name: str) -> Var:
        """The variable that a name means here."""
        scope: Scope | None = self.scope
        frame = self.frame
        while scope is not None and scope.frame is frame:
            var = scope.names.get(name)
            if var is not None:
                return var
            scope = scope.parent
        var = self._outside.get(name)
        if var is None:
            found = resolve_outside(scope, name)
            if found is None:
                found = self.implicit("arguments") if name == "arguments" else Var("global", name)
            var = self._outside[name] = found
        return var

    def implicit(self, kind: ScopeKind) -> Var:
        """The variable behind `this`, `super` or `arguments` here."""
        return implicit_variable(kind, self.scope)

    def push_scope(self, names: Iterable[str]) -> Scope:
        """Open a block scope with these names (none: no scope is needed); `pop_scope` takes what is returned here."""
        saved = self.scope
        fresh: Scope | None = None
        for name in names:
            if fresh is None:
                fresh = Scope(self.frame, saved)
            fresh.declare(name)
        if fresh is not None:
            self.scope = fresh
        return saved

    def pop_scope(self, saved: Scope) -> None:
        self.scope = saved

    def take_hint(self) -> str:
        """The name that a nameless function or class gets from where it stands (`const f = () => 1`)."""
        hint = self.hint
        self.hint = ""
        return hint

    # ---------------------------------------------------------------------------------------------------------- dispatch

    def expression(self, node: Node) -> Reg:
        """Lower an expression; its value's register."""
        handler = self.expressions.get(node.kind_id)
        if handler is None:
            return self.not_understood(node)
        depth = self.depth
        if depth >= DEEPEST:
            return self.too_deep(node)
        self.depth = depth + 1
        register = handler(self, node)
        self.depth = depth
        return register

    def named(self, node: Node, name: str) -> Reg:
        """Lower an expression that is being given this name: a function or class without one takes it."""
        if node.type in _NAMEABLE:
            self.hint = name
        return self.expression(node)

    def effect(self, node: Node) -> None:
        """Lower an expression whose value nobody needs."""
        handler = self.effects.get(node.kind_id)
        if handler is None:
            self.expression(node)
            return
        depth = self.depth
        if depth >= DEEPEST:
            self.too_deep(node)
            return
        self.depth = depth + 1
        handler(self, node)
        self.depth = depth

    def statement(self, node: Node) -> None:
        """Lower a statement; tokens, types and comments are nothing; an expression in its place is lowered for its effects."""
        kind = node.kind_id
        handler = self.statements.get(kind)
        depth = self.depth
        if handler is None:
            if kind in self.expressions:
                self.effect(node)
            elif node.is_named and kind not in self.tables.quiet:
                self.not_understood(node)
            return
        if depth >= DEEPEST:
            self.too_deep(node)
            return
        self.depth = depth + 1
        handler(self, node)
        self.depth = depth

    def too_deep(self, node: Node) -> Reg:
        self.registry.cut(node.start_byte, node.end_byte)
        return self.opaque("too deep", (), self.span(node))

    def not_understood(self, node: Node) -> Reg:
        """A broken part, or syntax without a handler: what can be read of it is lowered, its values may reach the result."""
        if self.depth >= DEEPEST:
            return self.too_deep(node)
        self.depth += 1
        operands: list[Reg] = []
        for child in node.children:
            kind = child.kind_id
            if kind in self.expressions:
                operands.append(self.expression(child))
            elif kind in self.statements:
                self.statement(child)
            elif child.is_named and child.children and kind not in self.tables.quiet:
                operands.append(self.not_understood(child))
        self.depth -= 1
        return self.opaque(f"not understood: {node.type}", tuple(operands), self.span(node))

    # --------------------------------------------------------------------------------------------------- nested functions

    def add_function(self, pending: Pending, span: Span) -> Reg:
        """Keep a function for later and make its closure."""
        self.registry.add(pending)
        self.nested.append((pending.id, pending.start, pending.end))
        register = self.register()
        self.out.append(MakeFunction(register, pending.id, span))
        return register
