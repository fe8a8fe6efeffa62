"""JSON files as modules of constants with places.

In: the `SyntaxTree` of a JSON file. Out: a module of style `data` whose top builds the value and stores it as `module.exports`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.findings.place import Place
from mcp_sast.ir.module import FunctionIR, ModuleIR
from mcp_sast.ir.ops import (
    Const,
    ConstantValue,
    Element,
    Entry,
    Instruction,
    Load,
    MakeList,
    MakeObject,
    Opaque,
    Reg,
    SetField,
    Span,
    Var,
)
from mcp_sast.lowering.javascript.literals import number_value, string_value
from mcp_sast.lowering.javascript.registry import DEEPEST
from mcp_sast.syntax.parser import Node, SyntaxTree

MOST_ENTRIES = 5000
_WORDS: dict[str, ConstantValue] = {"true": True, "false": False, "null": None}
_VALUES = frozenset({"object", "array", "string", "number", *_WORDS})


class _Visit(NamedTuple):
    """A value still to be looked at, and how many levels it lies inside."""

    node: Node
    depth: int


class _Display(NamedTuple):
    """A table whose values are on the stack of registers: `keys` for an object, None for an array."""

    node: Node
    keys: tuple[tuple[str, Span], ...] | None
    values: tuple[Node, ...]


class JsonLowering:
    """Fulfils `ModuleLowering` for a JSON file: there is one function, its top."""

    def __init__(self, tree: SyntaxTree, module_id: str) -> None:
        self._builder = _Builder(tree, module_id)
        top_id = f"{module_id}#"
        body = tuple(self._builder.build(tree.root))
        top = FunctionIR(top_id, "", "module", False, False, (), body, self._builder.registers, 0, len(tree.data))
        self._module = ModuleIR(module_id, "json", "data", top)

    @property
    def module(self) -> ModuleIR:
        """The module top and its tables."""
        return self._module

    def function(self, function_id: str) -> FunctionIR:
        """The module top; KeyError for any other id."""
        if function_id != self._module.top.id:
            raise KeyError(function_id)
        return self._module.top

    def function_at(self, offset: int) -> str:
        """Id of the module top, whatever the offset."""
        return self._module.top.id

    def function_ids(self) -> tuple[str, ...]:
        """Id of the module top alone."""
        return (self._module.top.id,)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Tables and depths that were cut."""
        return tuple(self._builder.diagnostics)


def lower_json(tree: SyntaxTree, module_id: str) -> JsonLowering:
    """Lower a JSON file."""
    return JsonLowering(tree, module_id)


class _Builder:
    """Builds a value from the inside out with a stack of its own: data nests as deep as it likes."""

    def __init__(self, tree: SyntaxTree, module_id: str) -> None:
        self._data = tree.data
        self._path = tree.path
        self._module_id = module_id
        self._out: list[Instruction] = []
        self._work: list[_Visit | _Display] = []
        self._done: list[Reg] = []
        self.registers = 0
        self.diagnostics: list[Diagnostic] = []

    def build(self, root: Node) -> list[Instruction]:
        value = next((child for child in root.children if child.type in _VALUES), None)
        span = (root.start_byte, root.end_byte)
        if value is None:
            register = self._add(lambda dst: Opaque(dst, "no value", (), span))
        else:
            register = self._value(value)
        module = self._add(lambda dst: Load(dst, Var("global", "module"), span))
        self._out.append(SetField(module, "exports", register, span))
        return self._out

    def _add(self, make: Callable[[Reg], Instruction]) -> Reg:
        register = self.registers
        self.registers = register + 1
        self._out.append(make(register))
        return register

    def _value(self, node: Node) -> Reg:
        self._work.append(_Visit(node, 0))
        while self._work:
            item = self._work.pop()
            if isinstance(item, _Visit):
                self._visit(item.node, item.depth)
            else:
                self._finish(item)
        return self._done.pop()

    def _visit(self, node: Node, depth: int) -> None:
        kind = node.type
        span = (node.start_byte, node.end_byte)
        if kind not in ("object", "array"):
            self._done.append(self._scalar(node, kind, span))
        elif depth >= DEEPEST:
            self._limit(node, f"values nested more than {DEEPEST} levels deep are unknown")
            self._done.append(self._add(lambda dst: Opaque(dst, "too deep", (), span)))
        else:
            display = self._object(node) if kind == "object" else self._array(node)
            self._work.append(display)
            self._work.extend(_Visit(value, depth + 1) for value in reversed(display.values))

    def _scalar(self, node: Node, kind: str, span: Span) -> Reg:
        raw = self._data[span[0] : span[1]]
        value = string_value(raw) if kind == "string" else _number(raw) if kind == "number" else _WORDS.get(kind)
        if value is None and kind != "null":
            return self._add(lambda dst: Opaque(dst, f"not understood: {kind}", (), span))
        return self._add(lambda dst: Const(dst, value, span))

    def _object(self, node: Node) -> _Display:
        pairs = [child for child in node.children if child.type == "pair"]
        keys: list[tuple[str, Span]] = []
        values: list[Node] = []
        for pair in self._cut(node, pairs):
            key, value = pair.children[0], pair.children[-1]
            if value.type in _VALUES and value is not key:
                keys.append((string_value(self._data[key.start_byte : key.end_byte]), (pair.start_byte, pair.end_byte)))
                values.append(value)
        return _Display(node, tuple(keys), tuple(values))

    def _array(self, node: Node) -> _Display:
        return _Display(node, None, tuple(self._cut(node, [child for child in node.children if child.type in _VALUES])))

    def _cut(self, node: Node, entries: list[Node]) -> list[Node]:
        if len(entries) > MOST_ENTRIES:
            self._limit(node, f"only the first {MOST_ENTRIES} of {len(entries)} entries of a table were read")
        return entries[:MOST_ENTRIES]

    def _finish(self, display: _Display) -> None:
        count = len(display.values)
        values = self._done[len(self._done) - count :]
        del self._done[len(self._done) - count :]
        span = (display.node.start_byte, display.node.end_byte)
        if display.keys is not None:
            pairs = zip(display.keys, values, strict=True)
            entries = tuple(Entry("field", name, None, value, place) for (name, place), value in pairs)
            self._done.append(self._add(lambda dst: MakeObject(dst, entries, span)))
            return
        nodes = zip(display.values, values, strict=True)
        elements = tuple(Element(value, False, (node.start_byte, node.end_byte)) for node, value in nodes)
        self._done.append(self._add(lambda dst: MakeList(dst, elements, "list", span)))

    def _limit(self, node: Node, what: str) -> None:
        """One diagnostic for the file: the first cut stands for all."""
        if not self.diagnostics:
            place = Place(self._path, node.start_byte, node.end_byte, module=self._module_id)
            self.diagnostics.append(Diagnostic("limit-reached", f"{self._path}: {what}", place))


def _number(raw: bytes) -> int | float | None:
    value = number_value(raw.removeprefix(b"-"))
    return -value if value is not None and raw.startswith(b"-") else value
