"""Python's scopes: which variable a name means.

In: the names that bodies bind. Out: `Scope`, a chain of lexical scopes that resolves a name to a `Var`.

Functions, lambdas, comprehensions and class bodies are scopes. A class body's variables are seen only by its own statements.
Class bodies and comprehensions run inside the function that holds them, so their variables are locals of it under other names:
`C.x` for x of class C, `x~2` for x of a comprehension.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from mcp_sast.ir.ops import Var

ScopeName: TypeAlias = Literal["module", "function", "class", "comprehension"]

BUILTINS = frozenset({
    "__build_class__", "__import__", "abs", "aiter", "all", "anext", "any", "ascii", "bin", "bool", "breakpoint", "bytearray",
    "bytes", "callable", "chr", "classmethod", "compile", "complex", "delattr", "dict", "dir", "divmod", "enumerate", "eval",
    "exec", "execfile", "exit", "filter", "float", "format", "frozenset", "getattr", "globals", "hasattr", "hash", "help",
    "hex", "id", "input", "int", "isinstance", "issubclass", "iter", "len", "list", "locals", "map", "max", "memoryview", "min",
    "next", "object", "oct", "open", "ord", "pow", "print", "property", "quit", "range", "raw_input", "repr", "reversed",
    "round", "set", "setattr", "slice", "sorted", "staticmethod", "str", "sum", "super", "tuple", "type", "unicode", "vars",
    "zip",
})
"""Functions that are there without an import (written out, so that results do not depend on the Python that runs this)."""


class Scope:
    """One lexical scope. `owner` is the id of the function that its code runs in; `names` maps each name bound here to the name
    of its variable; `bound` (class bodies only) holds the names bound so far: before that a name means what it does outside."""

    __slots__ = ("_resolved", "bound", "global_names", "kind", "names", "nonlocal_names", "owner", "parent")

    def __init__(self, kind: ScopeName, owner: str, names: dict[str, str], parent: Scope | None = None) -> None:
        self.kind = kind
        self.owner = owner
        self.names = names
        self.parent = parent
        self.global_names: set[str] = set()
        self.nonlocal_names: set[str] = set()
        self.bound: set[str] = set()
        self._resolved: dict[str, Var] = {}

    def load(self, name: str) -> Var:
        """The variable that this name reads here."""
        known = self._resolved.get(name)
        if known is None:
            known = self._resolve(name, loading=True)
            if self.kind != "class":
                self._resolved[name] = known
        return known

    def store(self, name: str) -> Var:
        """The variable that a binding of this name here writes."""
        if self.kind == "class":
            self.bound.add(name)
        return self._resolve(name, loading=False)

    def binding_scope(self) -> Scope:
        """The scope in which `:=` binds: the innermost that is no comprehension."""
        scope = self
        while scope.kind == "comprehension" and scope.parent is not None:
            scope = scope.parent
        return scope

    def _resolve(self, name: str, *, loading: bool) -> Var:
        scope: Scope | None = self
        while scope is not None:
            if name in scope.global_names:
                return scope._module_variable(name)
            variable = None
            if name not in scope.nonlocal_names and (scope.kind != "class" or scope is self):
                variable = scope.names.get(name)
                if variable is not None and scope.kind == "class" and loading and name not in scope.bound:
                    variable = None
            if variable is not None:
                if scope.kind == "module":
                    return Var("module", variable)
                return Var("local", variable) if scope.owner == self.owner else Var("outer", variable, scope.owner)
            scope = scope.parent
        return Var("global", name)

    def _module_variable(self, name: str) -> Var:
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return Var("module", name) if name in scope.names else Var("global", name)


def module_scope(owner: str, bound: list[str], declared_global: list[str]) -> Scope:
    """The scope of a module. A name that functions merely declare `global` becomes a module variable too, unless it is a builtin:
    a word in a comment must not hide what `open` or `exec` means."""
    names = {name: name for name in bound}
    for name in declared_global:
        if name not in BUILTINS:
            names.setdefault(name, name)
    return Scope("module", owner, names)
