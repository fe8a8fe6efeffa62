"""The functions of one module: ids, and what is needed to lower each of them later.

In: function nodes as their parents are lowered. Out: `Pending` records by id, interned names, the deepest place that was cut.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.findings.place import Place
from mcp_sast.lowering.javascript.literals import identifier_name
from mcp_sast.lowering.javascript.scope import Scope
from mcp_sast.syntax.parser import Node, SyntaxTree

FunctionKind = Literal["function", "arrow", "method", "fields"]
DEEPEST = 2000
_PLAIN_NAME = re.compile(r"#?[\w$<>]+")


@dataclass(frozen=True, slots=True)
class Pending:
    """A function that was seen but not lowered. `scope` is the scope it was written in; `fields` holds the field definitions
    of a class's "<fields>" function, which has no node of its own."""

    id: str
    path: str
    name: str
    kind: FunctionKind
    node: Node
    scope: Scope
    parent: str
    depth: int
    start: int
    end: int
    is_async: bool = False
    is_generator: bool = False
    fields: tuple[Node, ...] = ()


class Registry:
    """All that the lowerings of a module's functions share."""

    __slots__ = ("_counts", "_fields", "_names", "_too_deep", "block_functions_are_vars", "data", "module_id", "path", "pending")

    def __init__(self, tree: SyntaxTree, module_id: str, block_functions_are_vars: bool) -> None:
        self.data = tree.data
        self.path = tree.path
        self.module_id = module_id
        self.block_functions_are_vars = block_functions_are_vars
        self.pending: dict[str, Pending] = {}
        self._counts: dict[tuple[str, str], int] = {}
        self._names: dict[bytes, str] = {}
        self._fields: dict[str, tuple[int, ...]] = {}
        self._too_deep: tuple[int, int] | None = None

    def name(self, raw: bytes) -> str:
        """An identifier's name, one string object for all its occurrences."""
        name = self._names.get(raw)
        if name is None:
            name = self._names[raw] = sys.intern(identifier_name(raw))
        return name

    def allot(self, prefix: str, name: str) -> str:
        """A path for a function or class directly below `prefix` ("" or "main."): its name, made unique."""
        if not name or _PLAIN_NAME.fullmatch(name) is None:
            key = (prefix, "<>")
            number = self._counts.get(key, 0)
            self._counts[key] = number + 1
            return f"{prefix}<{number}>"
        key = (prefix, name)
        number = self._counts.get(key, 0) + 1
        self._counts[key] = number
        return prefix + name if number == 1 else f"{prefix}{name}~{number}"

    def add(self, pending: Pending) -> None:
        self.pending[pending.id] = pending
        if pending.fields:
            self._fields[pending.id] = tuple(offset for field in pending.fields for offset in (field.start_byte, field.end_byte))

    def holds(self, function_id: str, offset: int) -> bool:
        """Whether an offset between a function's ends lies in it: between a class's fields stands other code."""
        fields = self._fields.get(function_id)
        return fields is None or bisect_right(fields, offset) % 2 == 1

    def cut(self, start: int, end: int) -> None:
        """Note that what stands here is nested too deeply; the first place in the text is kept, whatever the order of demand."""
        if self._too_deep is None or start < self._too_deep[0]:
            self._too_deep = (start, end)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        if self._too_deep is None:
            return ()
        message = (
            f"{self.path}: code nested more than {DEEPEST} levels deep was not analysed, nor were the functions inside it; "
            "what it does is unknown"
        )
        place = Place(self.path, *self._too_deep, module=self.module_id)
        return (Diagnostic("limit-reached", message, place, incomplete=True),)
