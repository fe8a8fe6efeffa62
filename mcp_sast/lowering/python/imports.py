"""Import statements.

In: syntax. Out: Import instructions and the names they bind.
"""

from __future__ import annotations

from mcp_sast.ir.ops import Import, Reg, Span
from mcp_sast.lowering.python.frame import Frame, statement
from mcp_sast.syntax.parser import Node


def _import(frame: Frame, specifier: str, name: str | None, span: Span) -> Reg:
    register = frame.new()
    frame.out.append(Import(register, specifier, name, "python", span))
    return register


@statement("import_statement")
def _import_statement(frame: Frame, node: Node) -> None:
    """`import a.b` binds a, and loads a.b beside it; `import a.b as c` binds a.b."""
    for child in node.children:
        span = frame.span(child)
        if child.type == "dotted_name":
            top, whole = frame.source.name(child.children[0]), frame.source.dotted(child)
            frame.store(top, _import(frame, top, None, span), span)
            if whole != top:
                _import(frame, whole, None, span)
        elif child.type == "aliased_import":
            register = _import(frame, frame.source.dotted(child.children[0]), None, span)
            frame.store(frame.source.name(child.children[-1]), register, span)


@statement("import_from_statement", "future_import_statement")
def _import_from(frame: Frame, node: Node) -> None:
    """`from m import a as b`. A star import binds what only the other module knows: it is an Import of "*" and stores nothing."""
    specifier, names = frame.source.from_import(node)
    for name, alias, at in names:
        span = frame.span(at)
        frame.store(alias, _import(frame, specifier, name, span), span)
    for child in node.children:
        if child.type == "wildcard_import":
            _import(frame, specifier, "*", frame.span(node))
