"""The verifier finds each kind of broken promise, and nothing in sound functions."""

from __future__ import annotations

import pytest

from mcp_sast.ir import ops
from mcp_sast.ir.module import FunctionIR, Param
from mcp_sast.ir.ops import Block, Var
from mcp_sast.ir.verifier import verify_function

S = (0, 1)


def const(register: int) -> ops.Const:
    return ops.Const(register, "x", S)


def use(register: int) -> ops.Store:
    return ops.Store(Var("local", "x"), register, S)


def function(*body: ops.Instruction, registers: int) -> FunctionIR:
    return FunctionIR("m#f", "f", "function", False, False, (), body, registers, 100, 110)


def loop(
    body: Block = (), *, test: Block = (), condition: int | None = None, orelse: Block = (), element: int | None = None
) -> ops.Loop:
    kind = "while" if element is None else "of"
    return ops.Loop(kind, None if element is None else 0, element, test, condition, body, (), orelse, S)


SOUND = {
    "a value and its use": function(const(0), use(0), registers=1),
    "a register of the block is visible in a branch": function(const(0), ops.If(0, (use(0),), (), S), registers=1),
    "a phi of two branches": function(
        const(0), ops.If(0, (const(1),), (const(2),), S), ops.Phi(3, (1, 2), S), use(3), registers=4
    ),
    "two phis behind one another": function(
        const(0), ops.If(0, (const(1),), (), S), ops.Phi(2, (1, 0), S), ops.Phi(3, (1, 0), S), registers=4
    ),
    "a phi behind a nested branching instruction": function(
        const(0), ops.If(0, (ops.If(0, (const(1),), (), S), ops.Phi(2, (1, 0), S)), (), S), ops.Phi(3, (2, 0), S), registers=4
    ),
    "a loop's element in its body": function(const(0), loop((use(1),), element=1), registers=2),
    "a loop's condition in its body and else": function(
        loop((use(0),), test=(const(0),), condition=0, orelse=(use(0),)), registers=1
    ),
    "a handler's binding": function(const(0), ops.Try((), (ops.Handler(1, (0,), (use(1),), S),), (), (), S), registers=2),
    "a try's body is done in its else": function(ops.Try((const(0),), (), (use(0),), (), S), registers=1),
    "a case's test in its body": function(
        const(0), ops.Switch(0, (ops.Case((const(1),), 1, (use(1),), S),), S), registers=2
    ),
}


@pytest.mark.parametrize("fn", SOUND.values(), ids=SOUND)
def test_sound(fn: FunctionIR) -> None:
    assert verify_function(fn) == []


BROKEN = {
    "use before assignment": (function(use(0), const(0), registers=1), "Store uses register 0, which is not assigned yet"),
    "assigned twice": (function(const(0), const(0), registers=1), "register 0 is assigned again"),
    "count too small": (function(const(0), registers=0), "0 registers counted, 1 assigned"),
    "count too large": (function(const(0), registers=2), "2 registers counted, 1 assigned"),
    "a branch's register behind it": (
        function(const(0), ops.If(0, (const(1),), (), S), use(1), registers=2),
        "Store uses register 1, which is out of sight",
    ),
    "a branch's register in the other": (
        function(const(0), ops.If(0, (const(1),), (use(1),), S), registers=2),
        "Store uses register 1, which is out of sight",
    ),
    "a phi of a register nested too deep": (
        function(const(0), ops.If(0, (ops.If(0, (const(1),), (), S),), (), S), ops.Phi(2, (1, 0), S), registers=3),
        "Phi uses register 1, which is out of sight",
    ),
    "a phi far behind": (
        function(const(0), ops.If(0, (const(1),), (), S), use(0), ops.Phi(2, (0,), S), registers=3),
        "Phi 2 is not directly behind a branching instruction",
    ),
    "a phi of nothing": (function(const(0), ops.If(0, (), (), S), ops.Phi(1, (), S), registers=2), "Phi 1 has no sources"),
    "a span behind the end": (function(ops.Const(0, 1, (0, 11)), registers=1), "span 0-11 of Const is not within 0-10"),
    "a span backwards": (function(ops.Const(0, 1, (3, 2)), registers=1), "span 3-2 of Const is not within 0-10"),
    "an argument's span": (
        function(const(0), ops.Call(1, 0, None, (ops.Arg(0, False, (-1, 1)),), (), False, S), registers=2),
        "span -1-1 of part of Call is not within 0-10",
    ),
    "an argument's register": (
        function(const(0), ops.Call(1, 0, None, (ops.Arg(7, False, S),), (), False, S), registers=2),
        "Call uses register 7, which is not assigned yet",
    ),
    "a local with an owner": (
        function(ops.Load(0, Var("local", "x", "m#g"), S), registers=1),
        "local variable x has an owner",
    ),
    "an outer variable of its own": (
        function(ops.Load(0, Var("outer", "x", "m#f"), S), registers=1),
        "outer variable x needs another function as owner",
    ),
    "a nameless variable": (function(ops.Load(0, Var("global", ""), S), registers=1), "a global variable has no name"),
    "a try's body in its handler": (
        function(ops.Try((const(0),), (ops.Handler(None, (), (use(0),), S),), (), (), S), registers=1),
        "Store uses register 0, which is out of sight",
    ),
    "a loop's element behind it": (
        function(const(0), loop(element=1), use(1), registers=2),
        "Store uses register 1, which is out of sight",
    ),
}


@pytest.mark.parametrize(("fn", "problem"), BROKEN.values(), ids=BROKEN)
def test_broken(fn: FunctionIR, problem: str) -> None:
    assert problem in verify_function(fn)


def test_parameter_and_nested_function_lie_inside() -> None:
    params = (Param("p", "positional", span=(0, 99)),)
    fn = FunctionIR("m#f", "f", "function", False, False, params, (), 0, 100, 110, nested=(("m#f.g", 90, 95),))
    assert verify_function(fn) == ["span 0-99 of parameter p is not within 0-10", "nested function m#f.g lies outside: 90-95"]


def test_deep_nesting_does_not_overflow() -> None:
    body: Block = (use(0),)
    for _ in range(20_000):
        body = (ops.If(0, body, (), S),)
    assert verify_function(function(const(0), *body, registers=1)) == []
