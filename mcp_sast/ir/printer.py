"""Prints the intermediate representation for reviewers and golden tests.

In: `FunctionIR`, `ModuleIR`, instructions. Out: text, one instruction a line, blocks indented by two spaces.

    function src/a.js#f (a, ...rest) async
      %0 = load local a
      if %0
        %1 = "x"
      else
        %2 = call %0(%0) on %0
      %3 = phi %1 %2
      return %3

Registers are written `%n`, so that they can't be mistaken for numbers. Spans are left out unless asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from mcp_sast.ir.module import Export, FunctionIR, ModuleIR, Param
from mcp_sast.ir.ops import (
    Append,
    Arg,
    Await,
    Block,
    Break,
    Call,
    Case,
    Const,
    Continue,
    Delete,
    Element,
    Enter,
    Entry,
    Exit,
    GetField,
    GetIndex,
    Handler,
    If,
    Import,
    Instruction,
    Keyword,
    Load,
    Loop,
    MakeClass,
    MakeFunction,
    MakeList,
    MakeObject,
    Member,
    ObjectRest,
    Opaque,
    Phi,
    Pure,
    Return,
    SetField,
    SetIndex,
    Slice,
    Store,
    Switch,
    Throw,
    Try,
    Var,
    Yield,
)

_PARAM_MARKS = {"positional": "", "rest": "...", "keyword": "keyword ", "kwrest": "**"}


def print_function(fn: FunctionIR, spans: bool = False) -> str:
    """The function as text, ending in a newline. `spans` adds each instruction's byte offsets."""
    marks = "".join(f" {mark}" for mark, is_set in (("async", fn.is_async), ("generator", fn.is_generator)) if is_set)
    lines = [f"{fn.kind} {fn.id} ({', '.join(_param(p) for p in fn.params)}){marks}"]
    if fn.docstring is not None:
        lines.append(f"  docstring {fn.docstring.value!r}")
    lines.extend(_block_lines(fn.body, 1, spans))
    return "\n".join(lines) + "\n"


def print_module(module: ModuleIR, spans: bool = False) -> str:
    """The module's tables and its top-level code."""
    lines = [f"module {module.id} {module.language} {module.style}"]
    lines.extend(f"  export {_export(export)}" for export in module.exports)
    for binding in module.bindings:
        imported = "" if binding.imported is None else f" {binding.imported!r} of"
        lines.append(f"  binding {binding.name} = {binding.kind}{imported} {binding.value}")
    return "\n".join(lines) + "\n" + print_function(module.top, spans)


def _param(param: Param) -> str:
    text = _PARAM_MARKS[param.kind] + param.name
    if param.annotation:
        text += f": {param.annotation}"
    if param.has_default:
        text += f" = {param.default}" if param.default else "?"
    return text


def _export(export: Export) -> str:
    if export.specifier is None:
        return f"{export.name} = {export.local}"
    imported = "namespace" if export.imported is None and export.name != "*" else export.imported
    what = export.name if imported is None else f"{export.name} = {imported}"
    return f"{what} of {export.specifier!r}"


def _block_lines(block: Block, indent: int, spans: bool) -> list[str]:
    """Walks nested blocks with an own stack: machine-made code nests deeper than Python may recurse."""
    out: list[str] = []
    stack: list[tuple[int, str | Instruction]] = [(indent, instruction) for instruction in reversed(block)]
    while stack:
        depth, item = stack.pop()
        if isinstance(item, str):
            out.append("  " * depth + item)
            continue
        head, parts = _PRINTERS[type(item)](item)
        if spans:
            head += f"  @{item.span[0]}-{item.span[1]}"
        out.append("  " * depth + head)
        for part_depth, part in reversed(parts):
            if isinstance(part, str):
                stack.append((depth + part_depth, part))
            else:
                stack.extend((depth + part_depth, instruction) for instruction in reversed(part))
    return out


# A printer gives the instruction's first line and what follows it: lines and blocks with their indentation relative to it.
_Parts = list[tuple[int, "str | Block"]]


def _regs(registers: Iterable[int]) -> str:
    return " ".join(f"%{register}" for register in registers)


def _var(var: Var) -> str:
    name = "" if var.kind == var.name else f" {var.name}"
    return f"{var.kind}{name}" + (f" of {var.owner}" if var.owner else "")


def _args(args: tuple[Arg | Element, ...], keywords: tuple[Keyword, ...] = ()) -> str:
    texts = [f"{'...' if arg.spread else ''}%{arg.value}" for arg in args]
    texts.extend(f"**%{k.value}" if k.name is None else f"{k.name}=%{k.value}" for k in keywords)
    return ", ".join(texts)


def _entry(entry: Entry) -> str:
    if entry.kind == "spread":
        return f"...%{entry.value}"
    if entry.kind == "computed":
        return f"[%{entry.key}]: %{entry.value}"
    prefix = "" if entry.kind == "field" else f"{entry.kind} "
    return f"{prefix}{entry.name}: %{entry.value}"


def _member(member: Member) -> str:
    return f"{member.kind} {member.name} = %{member.value}"


def _call(i: Call) -> str:
    receiver = "" if i.receiver is None else f" on %{i.receiver}"
    return f"%{i.dst} = {'new' if i.new else 'call'} %{i.callee}({_args(i.args, i.keywords)}){receiver}"


def _class(i: MakeClass) -> tuple[str, _Parts]:
    bases = f" extends {_regs(i.bases)}" if i.bases else ""
    return f"%{i.dst} = class {i.name}{bases}", [(1, _member(member)) for member in i.members]


def _slice(i: Slice) -> str:
    bounds = ":".join("" if bound is None else f"%{bound}" for bound in (i.start, i.stop, i.step))
    return f"%{i.dst} = slice %{i.base}[{bounds}]"


def _import(i: Import) -> str:
    name = "" if i.name is None else f" {i.name}"
    return f"%{i.dst} = import {i.style} {i.specifier!r}{name}"


def _named(value: str | None) -> str:
    return "" if value is None else f" {value}"


def _operand(register: int | None) -> str:
    return "" if register is None else f" %{register}"


def _if(i: If) -> tuple[str, _Parts]:
    parts: _Parts = [(1, i.then)]
    if i.orelse:
        parts += [(0, "else"), (1, i.orelse)]
    return f"if %{i.condition}", parts


def _switch(i: Switch) -> tuple[str, _Parts]:
    parts: _Parts = []
    for case in i.cases:
        parts += _case(case)
    return f"switch %{i.subject}", parts


def _case(case: Case) -> _Parts:
    parts: _Parts = [(1, "test"), (2, case.test)] if case.test else []
    parts.append((1, "default" if case.value is None else f"case %{case.value}"))
    parts.append((2, case.body))
    return parts


def _loop(i: Loop) -> tuple[str, _Parts]:
    if i.kind == "while":
        head = "loop while"
    else:
        head = f"loop {i.kind}{_operand(i.iterable)} as{_operand(i.element)}"
    parts: _Parts = []
    if i.test or i.condition is not None:
        parts += [(1, "test"), (2, i.test), (1, f"while{_operand(i.condition)}")]
    parts.append((1 if not parts else 2, i.body))
    if i.update:
        parts += [(1, "update"), (2, i.update)]
    if i.orelse:
        parts += [(0, "else"), (1, i.orelse)]
    return head, parts


def _try(i: Try) -> tuple[str, _Parts]:
    parts: _Parts = [(1, i.body)]
    for handler in i.handlers:
        parts += _handler(handler)
    for word, block in (("else", i.orelse), ("finally", i.final)):
        if block:
            parts += [(0, word), (1, block)]
    return "try", parts


def _handler(handler: Handler) -> _Parts:
    types = f" {_regs(handler.types)}" if handler.types else ""
    binding = "" if handler.binding is None else f" as %{handler.binding}"
    return [(0, f"catch{types}{binding}"), (1, handler.body)]


def _line(form: Callable[[Any], str]) -> Callable[[Any], tuple[str, _Parts]]:
    def printed(instruction: Any) -> tuple[str, _Parts]:
        return form(instruction), []

    return printed


_PRINTERS: dict[type, Callable[[Any], tuple[str, _Parts]]] = {
    Const: _line(lambda i: f"%{i.dst} = {i.value!r}"),
    Load: _line(lambda i: f"%{i.dst} = load {_var(i.var)}"),
    Store: _line(lambda i: f"store {_var(i.var)} = %{i.src}"),
    GetField: _line(lambda i: f"%{i.dst} = %{i.base}.{i.name}"),
    GetIndex: _line(lambda i: f"%{i.dst} = %{i.base}[%{i.key}]"),
    SetField: _line(lambda i: f"%{i.base}.{i.name} = %{i.src}"),
    SetIndex: _line(lambda i: f"%{i.base}[%{i.key}] = %{i.src}"),
    Delete: _line(lambda i: f"delete %{i.base}" + ("[…]" if i.name is None else f".{i.name}")),
    MakeObject: _line(lambda i: f"%{i.dst} = object {{{', '.join(map(_entry, i.entries))}}}"),
    MakeList: _line(lambda i: f"%{i.dst} = {i.kind} [{_args(i.elements)}]"),
    Append: _line(lambda i: f"append %{i.base} %{i.src}"),
    MakeFunction: _line(lambda i: f"%{i.dst} = function {i.function}"),
    MakeClass: _class,
    Call: _line(_call),
    Pure: _line(lambda i: f"%{i.dst} = {i.op} {_regs(i.args)}".rstrip()),
    ObjectRest: _line(lambda i: f"%{i.dst} = rest %{i.base} without ({', '.join(i.excluded)})"),
    Slice: _line(_slice),
    Import: _line(_import),
    Await: _line(lambda i: f"%{i.dst} = await %{i.src}"),
    Yield: _line(lambda i: f"%{i.dst} = yield{' from' if i.delegate else ''}{_operand(i.src)}"),
    Enter: _line(lambda i: f"%{i.dst} = enter %{i.src}"),
    Exit: _line(lambda i: f"exit %{i.src}"),
    Opaque: _line(lambda i: f"%{i.dst} = opaque ({i.reason}) {_regs(i.operands)}".rstrip()),
    Phi: _line(lambda i: f"%{i.dst} = phi {_regs(i.sources)}"),
    If: _if,
    Switch: _switch,
    Loop: _loop,
    Try: _try,
    Return: _line(lambda i: f"return{_operand(i.src)}"),
    Throw: _line(lambda i: f"throw{_operand(i.src)}"),
    Break: _line(lambda i: f"break{_named(i.label)}"),
    Continue: _line(lambda i: f"continue{_named(i.label)}"),
}
