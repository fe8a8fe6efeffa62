"""Chains of conditions: `if … elif … else` and the cases of a `match`.

In: arms, each a condition and a body. Out: nested Ifs. A chain of thousands would nest as deep, so a long one is cut: the last
else of a stretch only sets a flag, and the next stretch stands behind it under that flag.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from mcp_sast.ir.ops import Block, If, Instruction, Reg, Span, Store, Var
from mcp_sast.lowering.python.frame import Frame

_STRETCH = 100


class Arm(NamedTuple):
    """`condition` emits the test and gives its register, or None where it always holds; `body` emits what then happens."""

    condition: Callable[[], Reg | None]
    body: Callable[[], None]
    span: Span


class _Open(NamedTuple):
    condition: Reg
    then: Block
    outer: list[Instruction]
    span: Span


def lower_arms(frame: Frame, arms: list[Arm], otherwise: Callable[[], None] | None) -> None:
    """Emit a chain of arms, of which the first one that holds is run; `otherwise` if none does."""
    if len(arms) <= _STRETCH:
        _stretch(frame, arms, otherwise)
        return
    flag = Var("local", frame.fresh("<rest>"))
    for start in range(0, len(arms), _STRETCH):
        arms_here = arms[start:start + _STRETCH]
        span = arms_here[0].span
        condition = frame.load_variable(flag, span) if start else None
        outer = frame.open()
        frame.out.append(Store(flag, frame.const(False, span), span))
        is_last = start + _STRETCH >= len(arms)
        _stretch(frame, arms_here, otherwise if is_last else partial(_set_flag, frame, flag, span))
        block = frame.close(outer)
        if condition is None:
            frame.out.extend(block)
        else:
            frame.out.append(If(condition, block, (), span))


def _set_flag(frame: Frame, flag: Var, span: Span) -> None:
    frame.out.append(Store(flag, frame.const(True, span), span))


def _stretch(frame: Frame, arms: list[Arm], otherwise: Callable[[], None] | None) -> None:
    opened: list[_Open] = []
    depth = frame.depth
    for arm in arms:
        condition = arm.condition()
        if condition is None:
            arm.body()
            otherwise = None
            break
        outer = frame.open()
        arm.body()
        then = frame.close(outer)
        opened.append(_Open(condition, then, frame.open(), arm.span))
        # What follows nests in the IR, though not in the source.
        frame.depth += 1
    if otherwise is not None:
        otherwise()
    for condition_register, then, outer, span in reversed(opened):
        orelse = frame.close(outer)
        frame.out.append(If(condition_register, then, orelse, span))
    frame.depth = depth
