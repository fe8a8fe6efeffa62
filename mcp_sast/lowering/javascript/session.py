"""A front end's session for one JavaScript or TypeScript module.

In: a `SyntaxTree`. Out: `JavaScriptLowering`, the module top at once and every other function when it is asked for.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.ir.module import FunctionIR, ModuleIR
from mcp_sast.lowering.javascript.bindings import bindings_of
from mcp_sast.lowering.javascript.bodies import lower_function
from mcp_sast.lowering.javascript.hoisting import lexical_names, var_names
from mcp_sast.lowering.javascript.lowerer import Lowerer
from mcp_sast.lowering.javascript.modules import DEFAULT, exports_of, imported_names, require_clause, run_imports
from mcp_sast.lowering.javascript.registry import DEEPEST, Registry
from mcp_sast.lowering.javascript.scope import Frame, Scope
from mcp_sast.lowering.javascript.statements import run_statements
from mcp_sast.lowering.javascript.tables import tables_of
from mcp_sast.syntax.parser import Node, SyntaxTree

# Python frames that one level of syntax takes at most, and room for the callers. Calls between Python functions need no C stack.
_FRAMES_A_LEVEL = 6
_FRAMES_AROUND = 2000


class JavaScriptLowering:
    """Fulfils `ModuleLowering`: functions are lowered on demand, their ancestors before them."""

    def __init__(self, tree: SyntaxTree, module_id: str) -> None:
        _allow_depth()
        statements = tree.root.children
        is_esm = _is_esm(tree.path, statements)
        self._tables = tables_of(tree.grammar)
        sloppy = not is_esm and tree.language == "javascript" and b"use strict" not in tree.data[:4000]
        self._registry = Registry(tree, module_id, block_functions_are_vars=sloppy)
        self._functions: dict[str, FunctionIR] = {}
        self._reach: dict[str, list[int]] = {}
        self._module = self._lower_top(tree, module_id, statements, is_esm)

    def _lower_top(self, tree: SyntaxTree, module_id: str, statements: Sequence[Node], is_esm: bool) -> ModuleIR:
        frame = Frame(f"{module_id}#", is_module=True)
        scope = Scope(frame, None)
        f = Lowerer(self._registry, self._tables, frame, scope, 0, "", 0)
        for name in [*_imported(f, statements), *lexical_names(f, statements, True), *var_names(f, statements), DEFAULT]:
            scope.declare_module_level(name)
        run_imports(f, statements)
        run_statements(f, statements)
        nested = tuple(sorted(f.nested, key=lambda function: (function[1], function[2])))
        top = FunctionIR(
            f"{module_id}#", "", "module", False, False, (), tuple(f.out), f.registers, 0, len(tree.data), nested
        )
        self._functions[top.id] = top
        return ModuleIR(
            module_id,
            "typescript" if tree.language == "typescript" else "javascript",
            "esm" if is_esm else "cjs",
            top,
            exports_of(f, statements),
            bindings_of(f, statements),
        )

    @property
    def module(self) -> ModuleIR:
        """The module top and its tables."""
        return self._module

    def function(self, function_id: str) -> FunctionIR:
        """The function with that id, lowered now if it was not yet. KeyError for an id that this module does not hold."""
        found = self._functions.get(function_id)
        if found is not None:
            return found
        _allow_depth()
        if function_id in self._registry.pending:
            return self._lower(function_id)
        top = self._module.top.id
        if not function_id.startswith(top):
            raise KeyError(function_id)
        # Ids are paths of names: every ancestor's id is a prefix, and lowering it makes the next one known.
        at = function_id.find(".", len(top))
        while at >= 0:
            ancestor = function_id[:at]
            if ancestor in self._registry.pending:
                self._lower(ancestor)
            at = function_id.find(".", at + 1)
        return self._lower(function_id)

    def _lower(self, function_id: str) -> FunctionIR:
        pending = self._registry.pending.pop(function_id)
        function = lower_function(pending, self._registry, self._tables)
        self._functions[function_id] = function
        return function

    def function_at(self, offset: int) -> str:
        """Id of the innermost function that holds this byte offset; lowers the functions around it."""
        current = self._module.top
        while True:
            inner = self._holding(current, offset)
            if inner is None:
                return current.id
            current = self.function(inner)

    def _holding(self, function: FunctionIR, offset: int) -> str | None:
        """The function directly inside that holds the offset.

        Siblings overlap only where the fields of a class stand before and behind its methods: the search goes back from the last
        one that begins in time for as long as any of those before it reaches so far.
        """
        nested = function.nested
        reach = self._reach.get(function.id)
        if reach is None:
            reach = self._reach[function.id] = list(accumulate((end for _, _, end in nested), max))
        at = bisect_right(nested, offset, key=lambda inner: inner[1]) - 1
        while at >= 0 and reach[at] > offset:
            identifier, _, end = nested[at]
            if offset < end and self._registry.holds(identifier, offset):
                return identifier
            at -= 1
        return None

    def function_ids(self) -> tuple[str, ...]:
        """Ids of all functions in source order, outer before inner; lowers everything."""
        _allow_depth()
        found: list[str] = []
        stack = [self._module.top.id]
        while stack:
            function = self.function(stack.pop())
            found.append(function.id)
            stack.extend(identifier for identifier, _, _ in reversed(function.nested))
        return tuple(found)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What could not be lowered so far."""
        return self._registry.diagnostics()


def lower_javascript(tree: SyntaxTree, module_id: str) -> JavaScriptLowering:
    """Lower a JavaScript, JSX, TypeScript or TSX module: its top now, its functions on demand."""
    return JavaScriptLowering(tree, module_id)


def _allow_depth() -> None:
    needed = DEEPEST * _FRAMES_A_LEVEL + _FRAMES_AROUND
    if sys.getrecursionlimit() < needed:
        sys.setrecursionlimit(needed)


def _is_esm(path: str, statements: Sequence[Node]) -> bool:
    if path.lower().endswith((".mjs", ".mts")):
        return True
    for node in statements:
        if node.type == "import_statement" and require_clause(node) is None:
            return True
        if node.type == "export_statement" and all(child.type != "=" for child in node.children):
            return True
    return False


def _imported(f: Lowerer, statements: Sequence[Node]) -> list[str]:
    return [name.local for node in statements if node.type == "import_statement" for name in imported_names(f, node)]
