"""Which handler lowers which kind of node, for each grammar.

In: the handlers of the modules beside this one. Out: `Tables`, dispatch by the grammar's integer kinds.
"""

from __future__ import annotations

from functools import cache

from mcp_sast.lowering.javascript import access, classes, jsx, modules, operators, statements, typescript, values
from mcp_sast.lowering.javascript.lowerer import ExpressionHandler, StatementHandler, Tables
from mcp_sast.syntax.parser import kind_names

_EXPRESSIONS: dict[str, ExpressionHandler] = {
    **values.HANDLERS,
    **access.HANDLERS,
    **operators.HANDLERS,
    **classes.EXPRESSIONS,
    **jsx.HANDLERS,
}
_STATEMENTS: dict[str, StatementHandler] = {
    **statements.HANDLERS,
    **classes.STATEMENTS,
    **modules.HANDLERS,
    **typescript.STATEMENTS,
}
_COMMENTS = frozenset({"comment", "html_comment", "hash_bang_line"})


@cache
def tables_of(grammar: str) -> Tables:
    """The tables for one of the grammars `javascript`, `typescript`, `tsx`."""
    named: dict[str, list[int]] = {}
    for kind, name in enumerate(kind_names(grammar)):
        named.setdefault(name, []).append(kind)
    return Tables(
        expressions={kind: handler for name, handler in _EXPRESSIONS.items() for kind in named.get(name, ())},
        statements={kind: handler for name, handler in _STATEMENTS.items() for kind in named.get(name, ())},
        effects={kind: handler for name, handler in operators.EFFECTS.items() for kind in named.get(name, ())},
        spine={kind: code for name, code in access.SPINE.items() for kind in named.get(name, ())},
        quiet=frozenset(kind for name in sorted(typescript.TYPES) for kind in named.get(name, ())),
        comments=frozenset(kind for name in sorted(_COMMENTS) for kind in named.get(name, ())),
    )
