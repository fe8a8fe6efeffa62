"""Instructions of the intermediate representation: three-address, structured control flow.

In: nothing. Out: the instruction types that `lowering` produces and `dataflow` interprets.

A function body is a `Block`, a tuple of instructions. Operands are registers (`Reg`, small ints, assigned exactly once in
a function). Control dependence is explicit because control flow is nested: an `If` holds its two blocks, a `Loop` its
body. A value that differs by branch is merged by a `Phi` right behind the branching instruction. Variables are named by
`Var`, resolved by the lowering; the interpreter never looks a name up in a scope.

    const a = b ? "x" : f(b)        0 = load local b
                                    if 0 { 1 = "x" } else { 2 = load local b; 3 = load module f; 4 = call 3(2) }
                                    5 = phi 1 4
                                    store local a = 5

Spans are pairs of byte offsets relative to the start of the function the instruction belongs to, so that an edit elsewhere
in the file changes nothing. The instruction types are never subclassed: dispatch on the exact type is always safe.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

Reg: TypeAlias = int
Span: TypeAlias = tuple[int, int]
ConstantValue: TypeAlias = str | bytes | int | float | bool | None

ScopeKind = Literal["local", "outer", "module", "global", "this", "super", "arguments"]


class Var(NamedTuple):
    """A resolved variable.

    `local`: of this function; block-scoped shadows have distinct names (`x`, `x~2`). `outer`: of the enclosing function
    with id `owner`. `module`: a top-level variable of this module. `global`: not bound anywhere in the module (a builtin
    or an ambient object: `process`, `fetch`, `open`). `this`, `super`, `arguments`: JavaScript's, of this function (inside an
    arrow function the `owner` is the function whose `this` it is; "" for the module).
    """

    kind: ScopeKind
    name: str
    owner: str = ""


# ---------------------------------------------------------------------------------------------- straight-line instructions


class Const(NamedTuple):
    """`dst = value`. JavaScript's `undefined` and `null` and Python's `None` are all None; a bigint is an int."""

    dst: Reg
    value: ConstantValue
    span: Span


class Load(NamedTuple):
    dst: Reg
    var: Var
    span: Span


class Store(NamedTuple):
    var: Var
    src: Reg
    span: Span


class GetField(NamedTuple):
    """`dst = base.name`, also `base["name"]` with a constant key in JavaScript (Python's `d["k"]` too: fields and
    constant string keys are one name space). Optional chaining is an ordinary access."""

    dst: Reg
    base: Reg
    name: str
    span: Span


class GetIndex(NamedTuple):
    """`dst = base[key]` where the key is no constant string; constant integers come here too (the key is a Const reg)."""

    dst: Reg
    base: Reg
    key: Reg
    span: Span


class SetField(NamedTuple):
    base: Reg
    name: str
    src: Reg
    span: Span


class SetIndex(NamedTuple):
    base: Reg
    key: Reg
    src: Reg
    span: Span


class Delete(NamedTuple):
    """`delete base.name` / `del base[key]`; name is None where the key is not constant."""

    base: Reg
    name: str | None
    span: Span


class Entry(NamedTuple):
    """One entry of an object literal, dict display or class-like mapping, in source order.

    `field`: constant key `name`. `computed`: the key is register `key`. `spread`: `{...value}` or `{**value}`.
    `getter`, `setter`: accessor functions (value is the function) under the constant `name`.
    """

    kind: Literal["field", "computed", "spread", "getter", "setter"]
    name: str
    key: Reg | None
    value: Reg
    span: Span


class MakeObject(NamedTuple):
    dst: Reg
    entries: tuple[Entry, ...]
    span: Span


class Element(NamedTuple):
    """One element of a list-like display; `spread` for `...xs` and `*xs`."""

    value: Reg
    spread: bool
    span: Span


class MakeList(NamedTuple):
    """An array, list, tuple or set. A comprehension or generator expression is a MakeList of no elements, a Loop and
    `Append`s."""

    dst: Reg
    elements: tuple[Element, ...]
    kind: Literal["list", "tuple", "set"]
    span: Span


class Append(NamedTuple):
    """A comprehension adds `src` to the list `base` (a comprehension of a dict uses SetIndex)."""

    base: Reg
    src: Reg
    span: Span


class MakeFunction(NamedTuple):
    """`dst = closure of function id`. Its body is lowered on demand."""

    dst: Reg
    function: str
    span: Span


class Member(NamedTuple):
    """A member of a class, its value already wrapped by unknown decorators.

    `method` (also static and class methods by their kind), `property` (a getter: `@property`, `@cached_property`, `get x`),
    `setter`, `field` (class-level value: static field, Python class attribute).
    Recognised and removed decorators: property, cached_property, functools.cached_property, staticmethod, classmethod,
    abstractmethod, override, `x.setter`.
    """

    name: str
    kind: Literal["method", "static", "class", "property", "setter", "field"]
    value: Reg
    span: Span


class MakeClass(NamedTuple):
    """`dst = class`. `constructor` and instance field initialisers: the member "constructor" (JavaScript) or "__init__"
    (Python); JavaScript's instance fields are lowered into a method named "<fields>" that assigns to `this`."""

    dst: Reg
    name: str
    bases: tuple[Reg, ...]
    members: tuple[Member, ...]
    span: Span


class Arg(NamedTuple):
    value: Reg
    spread: bool
    span: Span


class Keyword(NamedTuple):
    """`name=value`; name None for `**value`."""

    name: str | None
    value: Reg
    span: Span


class Call(NamedTuple):
    """`dst = callee(args, keywords)`. For a method call the callee register holds the GetField/GetIndex result and
    `receiver` its base. `new` for JavaScript's `new` (Python's class call is an ordinary call).
    Tagged templates are calls: first argument a MakeList of the string parts."""

    dst: Reg
    callee: Reg
    receiver: Reg | None
    args: tuple[Arg, ...]
    keywords: tuple[Keyword, ...]
    new: bool
    span: Span


class Pure(NamedTuple):
    """`dst = op(args)`: an operation without effect.

    Operators by name: add sub mul div mod floordiv pow and bitand bitor bitxor shl shr ushr invert neg pos not eq ne lt le gt ge in
    instanceof typeof void; `concat` (template literal or f-string, parts in order, constant parts as Const regs);
    `regex` (pattern, flags); `is_undefined` (tests a default), `is_none`; `match` (a pattern test: subject, then constants it is
    compared with); `iter_key` and `iter_value` are not ops: see Loop; `format` (Python `%`); `truthy`.
    """

    dst: Reg
    op: str
    args: tuple[Reg, ...]
    span: Span


class ObjectRest(NamedTuple):
    """`const {a, b, ...dst} = base`."""

    dst: Reg
    base: Reg
    excluded: tuple[str, ...]
    span: Span


class Slice(NamedTuple):
    """`dst = base[start:stop:step]` and the rest of an array pattern; None where absent. Registers."""

    dst: Reg
    base: Reg
    start: Reg | None
    stop: Reg | None
    step: Reg | None
    span: Span


class Import(NamedTuple):
    """`dst = module`, or one name of it.

    `specifier` as written ("./a.js", "axios", "os.path"); Python's leading dots are kept ("..pkg.mod", "."). `name` is None
    for the whole module (namespace import, `require`, `import a.b` which binds the top package "a": specifier "a"), else the
    imported name ("default" for a default import; in Python it may be a submodule). `style`: how it was written; `dynamic` is
    `import("x")` with a constant.
    """

    dst: Reg
    specifier: str
    name: str | None
    style: Literal["esm", "cjs", "python", "dynamic"]
    span: Span


class Await(NamedTuple):
    dst: Reg
    src: Reg
    span: Span


class Yield(NamedTuple):
    """`dst = yield src`; `delegate` for `yield*` and `yield from`."""

    dst: Reg
    src: Reg | None
    delegate: bool
    span: Span


class Enter(NamedTuple):
    """`with src as dst`: the value of `src.__enter__()`. The body follows in the same block, an `Exit` behind it."""

    dst: Reg
    src: Reg
    span: Span


class Exit(NamedTuple):
    src: Reg
    span: Span


class Opaque(NamedTuple):
    """Syntax that is not understood (a broken or too deep part): the operands may reach the result."""

    dst: Reg
    reason: str
    operands: tuple[Reg, ...]
    span: Span


# ----------------------------------------------------------------------------------------------------------- control flow


class Phi(NamedTuple):
    """Directly behind an If, Switch, Loop or Try: `dst` is one of the sources."""

    dst: Reg
    sources: tuple[Reg, ...]
    span: Span


class If(NamedTuple):
    """`&&`, `||`, `??`, `?:`, defaults and Python's `and`/`or`/`match` are Ifs too (with a Phi behind them)."""

    condition: Reg
    then: tuple[Instruction, ...]
    orelse: tuple[Instruction, ...]
    span: Span


class Case(NamedTuple):
    """`test` computes into register `value` (None: default)."""

    test: tuple[Instruction, ...]
    value: Reg | None
    body: tuple[Instruction, ...]
    span: Span


class Switch(NamedTuple):
    """A JavaScript switch: falls through where a body does not end with Break, Return, Throw or Continue."""

    subject: Reg
    cases: tuple[Case, ...]
    span: Span


class Loop(NamedTuple):
    """`of`: each element of `iterable` in register `element`. `in`: each key. `async`: of an async iterable. `while`: `test`
    computes `condition` before each round (None: endless); `update` is run behind the body (for loops)."""

    kind: Literal["of", "in", "async", "while"]
    iterable: Reg | None
    element: Reg | None
    test: tuple[Instruction, ...]
    condition: Reg | None
    body: tuple[Instruction, ...]
    update: tuple[Instruction, ...]
    orelse: tuple[Instruction, ...]
    span: Span


class Handler(NamedTuple):
    """An except or catch clause; `binding` receives the exception."""

    binding: Reg | None
    types: tuple[Reg, ...]
    body: tuple[Instruction, ...]
    span: Span


class Try(NamedTuple):
    body: tuple[Instruction, ...]
    handlers: tuple[Handler, ...]
    orelse: tuple[Instruction, ...]
    final: tuple[Instruction, ...]
    span: Span


class Return(NamedTuple):
    src: Reg | None
    span: Span


class Throw(NamedTuple):
    src: Reg | None
    span: Span


class Break(NamedTuple):
    label: str | None
    span: Span


class Continue(NamedTuple):
    label: str | None
    span: Span


Instruction: TypeAlias = (
    Const | Load | Store | GetField | GetIndex | SetField | SetIndex | Delete | MakeObject | MakeList | Append
    | MakeFunction | MakeClass | Call | Pure | ObjectRest | Slice | Import | Await | Yield | Enter | Exit | Opaque | Phi
    | If | Switch | Loop | Try | Return | Throw | Break | Continue
)
Block: TypeAlias = tuple[Instruction, ...]
