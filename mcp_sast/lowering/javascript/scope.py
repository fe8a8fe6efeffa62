"""Scopes of one module: which variable a name means.

In: names as they are declared. Out: `Var`s. A `Frame` is one function (or the module top), a `Scope` one block, parameter
list or class inside it. Scopes are complete before any function nested in them is lowered, so that it may wait.
"""

from __future__ import annotations

from mcp_sast.ir.ops import ScopeKind, Var


class Frame:
    """A function whose variables live together. `is_arrow`: `this`, `super` and `arguments` are those of an outer frame.
    `merged`: variables with several declarations; `valued`: those of them that have got a value, which a namespace adds to."""

    __slots__ = ("counts", "id", "is_arrow", "is_module", "merged", "valued")

    def __init__(self, id: str, is_arrow: bool = False, is_module: bool = False) -> None:
        self.id = id
        self.is_arrow = is_arrow
        self.is_module = is_module
        self.counts: dict[str, int] = {}
        self.merged: set[Var] = set()
        self.valued: set[Var] = set()

    def note_value(self, var: Var) -> None:
        """A function, class, enum or namespace is stored in the variable."""
        if var in self.merged:
            self.valued.add(var)

    def unique(self, name: str) -> str:
        """The name itself the first time, `name~2`, `name~3` … for shadows of it."""
        count = self.counts.get(name, 0) + 1
        self.counts[name] = count
        return name if count == 1 else f"{name}~{count}"


class Scope:
    """Names of one block. `this` is what `this` means in static parts of a class: the variable that holds the class."""

    __slots__ = ("frame", "names", "parent", "this")

    def __init__(self, frame: Frame, parent: Scope | None, this: Var | None = None) -> None:
        self.frame = frame
        self.parent = parent
        self.names: dict[str, Var] = {}
        self.this = this

    def declare(self, name: str) -> Var:
        """Declare a variable of this block; a second declaration of the name means the same variable."""
        var = self.names.get(name)
        if var is None:
            var = self.names[name] = Var("local", self.frame.unique(name))
        else:
            self.frame.merged.add(var)
        return var

    def declare_module_level(self, name: str) -> Var:
        """Declare a variable of the module top's outermost scope."""
        var = self.names.get(name)
        if var is None:
            var = self.names[name] = Var("module", name)
            self.frame.counts[name] = 1
        else:
            self.frame.merged.add(var)
        return var


def seen_from_outside(var: Var, frame: Frame) -> Var:
    """How a nested function names a variable of an enclosing frame."""
    return Var("outer", var.name, frame.id) if var.kind == "local" else var


def resolve_outside(scope: Scope | None, name: str) -> Var | None:
    """The variable that a name means in enclosing frames, beginning at `scope`; None if it is bound nowhere."""
    while scope is not None:
        var = scope.names.get(name)
        if var is not None:
            return seen_from_outside(var, scope.frame)
        scope = scope.parent
    return None


def implicit_variable(kind: ScopeKind, scope: Scope) -> Var:
    """`this`, `super` or `arguments` as seen from a scope: the frame's own, or that of the function around its arrows."""
    frame = scope.frame
    current: Scope | None = scope
    while current is not None:
        if current.this is not None and kind == "this":
            return current.this if current.frame is frame else seen_from_outside(current.this, current.frame)
        outer = current.parent
        if (outer is None or outer.frame is not current.frame) and not current.frame.is_arrow:
            owner = "" if current.frame is frame or current.frame.is_module else current.frame.id
            return Var(kind, kind, owner)
        current = outer
    return Var(kind, kind)
