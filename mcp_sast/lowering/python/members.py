"""The members of a class as its body binds them.

In: bindings in a class body, in the order they run. Out: the `Member`s of the class.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple, TypeAlias

from mcp_sast.ir.ops import Instruction, Member, Reg, Span

MemberKind: TypeAlias = Literal["method", "static", "class", "property", "setter", "field"]


class _Bound(NamedTuple):
    name: str
    kind: MemberKind
    value: Reg | None
    span: Span


class ClassBody:
    """What one class body has bound so far; `home` is the block that its own level is emitted to.

    A name keeps the position of its first binding and has the value of its last; where that value depends on control flow, it is
    read from the variable at the end of the body.
    """

    def __init__(self, home: list[Instruction]) -> None:
        self.home = home
        self._bound: dict[tuple[str, bool], _Bound] = {}

    def bound(self, out: list[Instruction], name: str, kind: MemberKind, value: Reg, span: Span) -> None:
        """A name was bound in block `out`: at the body's own level or in a branch of it."""
        self._bound[name, kind == "setter"] = _Bound(name, kind, value if out is self.home else None, span)

    def knows(self, name: str) -> bool:
        """Whether the body has bound or declared this name."""
        return (name, False) in self._bound

    def members(self, load: Callable[[str, Span], Reg]) -> tuple[Member, ...]:
        """The members; `load` emits the reading of one that depends on control flow."""
        out: list[Member] = []
        for name, kind, value, span in self._bound.values():
            out.append(Member(name, kind, load(name, span) if value is None else value, span))
        return tuple(out)
