"""Functions and modules of the intermediate representation, and the border to the front ends.

In: nothing. Out: `FunctionIR`, `ModuleIR` and the protocol `ModuleLowering` that a front end of any language fulfils.

A function id is `<module id>#<path of names>`: `src/a.js#Backend.search`, `src/a.js#main.<1>` (the second nameless function
directly inside main, counted from 0), `src/a.js#` for the module top itself; a name that occurs again in the same parent gets
`~2`, `~3`. Ids never contain offsets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.ir.ops import Block, Span


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter. Destructuring patterns and defaults are lowered at the start of the body: the parameter is stored in the
    local variable `name` (`<0>`, `<1>` … for a pattern).

    `annotation` is Python's or TypeScript's annotation as source text, "" if there is none; `has_default` tells that the
    parameter is optional; `default` is the default's source text.
    """

    name: str
    kind: Literal["positional", "rest", "keyword", "kwrest"]
    annotation: str = ""
    has_default: bool = False
    default: str = ""
    span: Span = (0, 0)


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its place, relative to the function it stands in (a docstring)."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class FunctionIR:
    """One lowered function; the module top is a function of kind `module`.

    `start`, `end`: byte offsets in the module's text; all spans inside are relative to `start`. `nested`: ids of the functions
    directly inside, in source order, and their absolute spans. `name` is the name it is known by ("" if none).
    """

    id: str
    name: str
    kind: Literal["module", "function", "arrow", "method", "lambda", "fields"]
    is_async: bool
    is_generator: bool
    params: tuple[Param, ...]
    body: Block
    registers: int
    start: int
    end: int
    nested: tuple[tuple[str, int, int], ...] = ()
    docstring: Text | None = None
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Export:
    """One exported name of an ES module.

    `local`: the module-level variable it is bound to. For a re-export `specifier` names the other module and `imported` the
    name there (None: its namespace). A star export has the name "*" and a specifier.
    """

    name: str
    local: str | None
    specifier: str | None = None
    imported: str | None = None


@dataclass(frozen=True, slots=True)
class Binding:
    """What a module-level variable is known to be without running anything.

    Only for variables that are bound exactly once in the whole module: `function` (id in `value`), `class` (name in `value`),
    `import` (specifier and, in `imported`, the name or None).
    """

    name: str
    kind: Literal["function", "class", "import"]
    value: str
    imported: str | None = None


@dataclass(frozen=True, slots=True)
class ModuleIR:
    """A lowered module: its top-level code and its tables.

    `exports` is for ES modules (CommonJS exports are ordinary code: stores to the global `module`'s or `exports`' fields; in
    Python every module variable is exported). `functions` counts the functions known so far.
    """

    id: str
    language: Literal["javascript", "typescript", "python", "json"]
    style: Literal["esm", "cjs", "python", "data"]
    top: FunctionIR
    exports: tuple[Export, ...] = ()
    bindings: tuple[Binding, ...] = ()


class ModuleLowering(Protocol):
    """A front end's session for one module: functions are lowered when they are asked for."""

    @property
    def module(self) -> ModuleIR:
        """The module top and its tables."""

    def function(self, function_id: str) -> FunctionIR:
        """The function with that id, lowered now if it was not yet (its ancestors before it).

        Raises KeyError for an id that this module does not hold.
        """

    def function_at(self, offset: int) -> str:
        """Id of the innermost function that holds this byte offset (the module top's id if none does)."""

    def function_ids(self) -> tuple[str, ...]:
        """Ids of all functions of the module in source order; lowers everything."""

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What could not be lowered so far."""
