"""The members of a class as its body binds them.

In: bindings in a class body, in the order they run. Out: the `Member`s of the class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, cast

from mcp_sast.ir.ops import Instruction, Member, Reg, Span

if TYPE_CHECKING:
    from mcp_sast.lowering.python.frame import Frame

MemberKind: TypeAlias = Literal["method", "static", "class", "property", "setter", "field"]


class _Bound(NamedTuple):
    name: str
    kind: MemberKind
    value: Reg | None
    span: Span


class ClassBody:
    """What one class body has bound so far. A name keeps the position of its first binding and has the value of its last; where
    that value depends on control flow, it is read from the variable at the end of the body."""

    def __init__(self, home: list[Instruction]) -> None:
        self._home = home
        self._bound: dict[tuple[str, bool], _Bound] = {}

    def bound(self, frame: Frame, name: str, kind: str, value: Reg, span: Span) -> None:
        """A name was bound, at the body's own level or in a branch of it."""
        is_top = frame.out is self._home
        self._bound[name, kind == "setter"] = _Bound(name, cast("MemberKind", kind), value if is_top else None, span)

    def annotated(self, frame: Frame, name: str, span: Span) -> None:
        """`name: type` without a value: a field that instances will have."""
        if (name, False) not in self._bound:
            value = frame.opaque("annotation", (), span)
            self.bound(frame, name, "field", value, span)

    def members(self, frame: Frame) -> tuple[Member, ...]:
        """The members; emits the reading of those that depend on control flow."""
        out: list[Member] = []
        for name, kind, value, span in self._bound.values():
            register = frame.load(name, span) if value is None else value
            out.append(Member(name, kind, register, span))
        return tuple(out)
