"""Checks that a lowered function keeps the promises of the intermediate representation.

In: a `FunctionIR`. Out: a list of problems in words, empty if it is sound. Tests use it; a scan does not.

Control flow is nested, so visibility is too: a register is visible behind its assignment in its own block and in the blocks
nested there. Registers that a branch assigns at its own level are visible once more, in the `Phi`s right behind the branching
instruction. The walk is a stack machine over small steps, so that no depth of nesting can overflow it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from mcp_sast.ir import ops
from mcp_sast.ir.module import FunctionIR
from mcp_sast.ir.ops import Block, Instruction, Reg, Span, Var

_BRANCHING = (ops.If, ops.Switch, ops.Loop, ops.Try)
_SCOPE_KINDS = frozenset({"local", "outer", "module", "global", "this", "super", "arguments"})
_OWNERLESS = frozenset({"local", "module", "global"})


def verify_function(fn: FunctionIR) -> list[str]:
    """Problems of this function, in the order of its instructions; empty if it is sound."""
    check = _Check(fn)
    check.run()
    return check.problems


# ------------------------------------------------------------------------------------------------------ what an instruction uses


class _Parts(NamedTuple):
    """What an instruction that does not branch assigns, reads, names and covers."""

    defines: Reg | None
    uses: tuple[Reg, ...]
    variables: tuple[Var, ...] = ()
    spans: tuple[Span, ...] = ()


def _some(*registers: Reg | None) -> tuple[Reg, ...]:
    return tuple(register for register in registers if register is not None)


def _parts(ins: Instruction) -> _Parts:
    match ins:
        case ops.Const() | ops.MakeFunction() | ops.Import():
            return _Parts(ins.dst, ())
        case ops.Load():
            return _Parts(ins.dst, (), (ins.var,))
        case ops.Store():
            return _Parts(None, (ins.src,), (ins.var,))
        case ops.GetField() | ops.ObjectRest():
            return _Parts(ins.dst, (ins.base,))
        case ops.GetIndex():
            return _Parts(ins.dst, (ins.base, ins.key))
        case ops.SetField() | ops.Append():
            return _Parts(None, (ins.base, ins.src))
        case ops.SetIndex():
            return _Parts(None, (ins.base, ins.key, ins.src))
        case ops.Delete():
            return _Parts(None, (ins.base,))
        case ops.Await() | ops.Enter():
            return _Parts(ins.dst, (ins.src,))
        case ops.Yield():
            return _Parts(ins.dst, _some(ins.src))
        case ops.Exit():
            return _Parts(None, (ins.src,))
        case ops.Return() | ops.Throw():
            return _Parts(None, _some(ins.src))
        case ops.Pure():
            return _Parts(ins.dst, ins.args)
        case ops.Opaque():
            return _Parts(ins.dst, ins.operands)
        case ops.Slice():
            return _Parts(ins.dst, _some(ins.base, ins.start, ins.stop, ins.step))
        case _:
            return _display_parts(ins)


def _display_parts(ins: Instruction) -> _Parts:
    match ins:
        case ops.MakeObject():
            read = tuple(register for entry in ins.entries for register in _some(entry.key, entry.value))
            return _Parts(ins.dst, read, (), tuple(entry.span for entry in ins.entries))
        case ops.MakeList():
            elements = ins.elements
            return _Parts(ins.dst, tuple(element.value for element in elements), (), tuple(element.span for element in elements))
        case ops.MakeClass():
            values = (*ins.bases, *(member.value for member in ins.members))
            return _Parts(ins.dst, values, (), tuple(member.span for member in ins.members))
        case ops.Call():
            uses = _some(ins.callee, ins.receiver, *(arg.value for arg in ins.args), *(keyword.value for keyword in ins.keywords))
            spans = (*(arg.span for arg in ins.args), *(keyword.span for keyword in ins.keywords))
            return _Parts(ins.dst, uses, (), spans)
        case _:
            return _Parts(None, ())


# ------------------------------------------------------------------------------------------------- how a branching instruction runs


class _Run(NamedTuple):
    """A block, from this index on; `behind` holds what the branching instruction just before it leaves to its Phis."""

    block: Block
    at: int
    behind: frozenset[Reg] | None


class _Define(NamedTuple):
    register: Reg


class _Use(NamedTuple):
    register: Reg
    what: str


class _Open(NamedTuple):
    """A branch begins: what is assigned from here on ..."""


class _Close(NamedTuple):
    """... goes out of sight here, but for the Phis behind the branching instruction."""


class _Resume(NamedTuple):
    """All branches are done: go on with this block behind the branching instruction."""

    block: Block
    at: int


_Step: TypeAlias = _Run | _Define | _Use | _Open | _Close | _Resume


def _branch(block: Block, before: tuple[_Step, ...] = ()) -> Iterator[_Step]:
    yield _Open()
    yield from before
    yield _Run(block, 0, None)
    yield _Close()


def _steps(ins: Instruction) -> Iterator[_Step]:
    """What a branching instruction reads, and its blocks with what is visible in each."""
    match ins:
        case ops.If():
            yield _Use(ins.condition, "If")
            yield from _branch(ins.then)
            yield from _branch(ins.orelse)
        case ops.Switch():
            yield _Use(ins.subject, "Switch")
            for case in ins.cases:
                value = () if case.value is None else (_Use(case.value, "Case"),)
                yield from _branch(case.body, (_Run(case.test, 0, None), *value))
        case ops.Loop():
            yield from _loop_steps(ins)
        case ops.Try():
            yield from _branch(ins.orelse, (_Run(ins.body, 0, None),))
            for handler in ins.handlers:
                for register in handler.types:
                    yield _Use(register, "Handler")
                binding = () if handler.binding is None else (_Define(handler.binding),)
                yield from _branch(handler.body, binding)
            yield from _branch(ins.final)


def _loop_steps(ins: ops.Loop) -> Iterator[_Step]:
    if ins.iterable is not None:
        yield _Use(ins.iterable, "Loop")
    yield _Open()
    if ins.element is not None:
        yield _Define(ins.element)
    yield _Run(ins.test, 0, None)
    if ins.condition is not None:
        yield _Use(ins.condition, "Loop")
    yield from _branch(ins.body)
    yield from _branch(ins.update)
    yield from _branch(ins.orelse)
    yield _Close()


# ----------------------------------------------------------------------------------------------------------------------- the walk


class _Check:
    """One walk over one function. `order` lists the visible registers as they came, `marks` where open branches began in it,
    `left` what the branches of each instruction under way have assigned at their own level."""

    def __init__(self, fn: FunctionIR) -> None:
        self.fn = fn
        self.problems: list[str] = []
        self.length = fn.end - fn.start
        self.assigned: set[Reg] = set()
        self.visible: set[Reg] = set()
        self.order: list[Reg] = []
        self.marks: list[int] = []
        self.left: list[set[Reg]] = []

    def run(self) -> None:
        stack: list[_Step] = [_Run(self.fn.body, 0, None)]
        while stack:
            self._step(stack.pop(), stack)
        needed = max(self.assigned, default=-1) + 1
        if self.fn.registers != needed:
            self.problems.append(f"{self.fn.registers} registers counted, {needed} assigned")
        for param in self.fn.params:
            self._span(param.span, f"parameter {param.name}")
        if self.fn.docstring is not None:
            self._span(self.fn.docstring.span, "docstring")
        for function_id, start, end in self.fn.nested:
            if not self.fn.start <= start <= end <= self.fn.end:
                self.problems.append(f"nested function {function_id} lies outside: {start}-{end}")

    def _step(self, step: _Step, stack: list[_Step]) -> None:
        match step:
            case _Run():
                self._block(step, stack)
            case _Define():
                self._define(step.register)
            case _Use():
                self._use(step.register, step.what)
            case _Open():
                self.marks.append(len(self.order))
            case _Close():
                mark = self.marks.pop()
                gone = self.order[mark:]
                del self.order[mark:]
                self.visible.difference_update(gone)
                self.left[-1].update(gone)
            case _Resume():
                stack.append(_Run(step.block, step.at, frozenset(self.left.pop())))

    def _block(self, run: _Run, stack: list[_Step]) -> None:
        block, index, behind = run
        while index < len(block):
            ins = block[index]
            index += 1
            self._span(ins.span, type(ins).__name__)
            if isinstance(ins, _BRANCHING):
                self.left.append(set())
                stack.append(_Resume(block, index))
                self._inner_spans(ins)
                stack.extend(reversed(list(_steps(ins))))
                return
            if isinstance(ins, ops.Phi):
                self._phi(ins, behind)
                continue
            behind = None
            self._straight(ins)

    def _straight(self, ins: Instruction) -> None:
        parts = _parts(ins)
        name = type(ins).__name__
        for register in parts.uses:
            self._use(register, name)
        for variable in parts.variables:
            self._variable(variable)
        for span in parts.spans:
            self._span(span, f"part of {name}")
        if parts.defines is not None:
            self._define(parts.defines)

    def _phi(self, ins: ops.Phi, behind: frozenset[Reg] | None) -> None:
        if behind is None:
            self.problems.append(f"Phi {ins.dst} is not directly behind a branching instruction")
        if not ins.sources:
            self.problems.append(f"Phi {ins.dst} has no sources")
        for register in ins.sources:
            if behind is None or register not in behind:
                self._use(register, "Phi")
        self._define(ins.dst)

    def _inner_spans(self, ins: Instruction) -> None:
        inner: tuple[Span, ...] = ()
        if isinstance(ins, ops.Switch):
            inner = tuple(case.span for case in ins.cases)
        elif isinstance(ins, ops.Try):
            inner = tuple(handler.span for handler in ins.handlers)
        for span in inner:
            self._span(span, f"part of {type(ins).__name__}")

    def _define(self, register: Reg) -> None:
        if register in self.assigned:
            self.problems.append(f"register {register} is assigned again")
        if register < 0:
            self.problems.append(f"register {register} is negative")
        self.assigned.add(register)
        self.visible.add(register)
        self.order.append(register)

    def _use(self, register: Reg, what: str) -> None:
        if register in self.visible:
            return
        why = "out of sight" if register in self.assigned else "not assigned yet"
        self.problems.append(f"{what} uses register {register}, which is {why}")

    def _span(self, span: Span, what: str) -> None:
        start, end = span
        if not 0 <= start <= end <= self.length:
            self.problems.append(f"span {start}-{end} of {what} is not within 0-{self.length}")

    def _variable(self, variable: Var) -> None:
        if variable.kind not in _SCOPE_KINDS:
            self.problems.append(f"variable {variable.name} has the unknown kind {variable.kind}")
        elif variable.kind in _OWNERLESS and variable.owner:
            self.problems.append(f"{variable.kind} variable {variable.name} has an owner")
        elif variable.kind == "outer" and (not variable.owner or variable.owner == self.fn.id):
            self.problems.append(f"outer variable {variable.name} needs another function as owner")
        if not variable.name and variable.kind in {"local", "outer", "module", "global"}:
            self.problems.append(f"a {variable.kind} variable has no name")
