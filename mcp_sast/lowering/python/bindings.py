"""Which names a body binds.

In: the statements of a function, class or module. Out: the names that are bound there, with what is known of each binding.

Only statements are visited: Python binds names nowhere else, save by `:=`, which is looked for only in statements whose text
has one. Bodies of nested functions and classes are not entered.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from mcp_sast.lowering.python.source import Source
from mcp_sast.syntax.parser import Node


class Bound(NamedTuple):
    """One binding of a name: by a `def`, a `class`, an import, a lambda or in another way ("other").

    `at` is the offset of the definition; specifier and imported name are those of an import, `decorators` those of a class.
    """

    kind: Literal["function", "class", "import", "lambda", "other"]
    at: int = 0
    specifier: str = ""
    imported: str | None = None
    decorators: tuple[str, ...] = ()


@dataclass(slots=True)
class Bindings:
    """The names bound in one body. `names` maps each to its binding, or to None if it has several that differ."""

    names: dict[str, Bound | None] = field(default_factory=dict)
    global_names: set[str] = field(default_factory=set)
    nonlocal_names: set[str] = field(default_factory=set)

    def bind(self, name: str, bound: Bound) -> None:
        if name in self.names and self.names[name] != bound:
            self.names[name] = None
        else:
            self.names[name] = bound


_OTHER = Bound("other")
_NOT_ENTERED = frozenset({"function_definition", "class_definition", "lambda"})
_HEADS = frozenset({"if_statement", "elif_clause", "while_statement", "match_statement", "case_clause"})
_BLOCKS = frozenset({
    "block", "if_statement", "elif_clause", "else_clause", "while_statement", "try_statement", "finally_clause", "module",
    "match_statement", "ERROR",
})


def bindings_of(source: Source, statements: Iterable[Node]) -> Bindings:
    """The names that these statements bind in their own scope."""
    out = Bindings()
    stack = list(statements)
    stack.reverse()
    while stack:
        node = stack.pop()
        kind = node.type
        handler = _STATEMENTS.get(kind)
        if handler is not None:
            handler(source, node, out)
        if kind in _BLOCKS:
            stack.extend(reversed(node.children))
        elif kind in _BODIES:
            stack.extend(child for child in reversed(node.children) if child.type in {"block", "else_clause"})
        if source.walrus_offsets and kind not in _BLOCKS:
            _walrus(source, node, out)
        elif source.walrus_offsets and kind in _HEADS:
            for child in node.children:
                if child.type not in _BLOCKS:
                    _walrus(source, child, out)
    return out


def target_names(source: Source, target: Node) -> list[str]:
    """The names that an assignment target binds (none for attributes and subscripts)."""
    out: list[str] = []
    stack = [target]
    while stack:
        node = stack.pop()
        kind = node.type
        if kind == "identifier":
            out.append(source.name(node))
        elif kind in _PATTERNS:
            stack.extend(reversed(node.children))
    return out


_PATTERNS = frozenset({
    "pattern_list", "tuple_pattern", "list_pattern", "list_splat_pattern", "list_splat", "tuple", "list", "expression_list",
    "parenthesized_expression", "as_pattern_target",
})


def _walrus(source: Source, statement: Node, out: Bindings) -> None:
    offsets = source.walrus_offsets
    first = bisect_left(offsets, statement.start_byte)
    if first == len(offsets) or offsets[first] >= statement.end_byte:
        return
    stack = [statement]
    while stack:
        node = stack.pop()
        kind = node.type
        if kind == "named_expression":
            out.bind(source.name(node.children[0]), _OTHER)
        if kind == "block" or node.child_count == 0:
            continue
        if kind in _NOT_ENTERED:
            # Defaults, annotations and bases are evaluated outside, in this scope.
            stack.extend(child for child in node.children if child.type in {"parameters", "lambda_parameters", "argument_list"})
        else:
            stack.extend(node.children)


def _function(source: Source, node: Node, out: Bindings) -> None:
    name = node.child_by_field_name("name")
    if name is not None:
        out.bind(source.name(name), Bound("function", node.start_byte))


def _class(source: Source, node: Node, out: Bindings) -> None:
    name = node.child_by_field_name("name")
    if name is not None:
        out.bind(source.name(name), Bound("class", node.start_byte))


def _decorated(source: Source, node: Node, out: Bindings) -> None:
    definition = node.children[-1]
    name = definition.child_by_field_name("name")
    if name is not None:
        if definition.type == "class_definition":
            decorators = tuple(_decorator_name(source, child) for child in node.children if child.type == "decorator")
            bound = Bound("class", definition.start_byte, decorators=decorators)
        else:
            bound = Bound("other", definition.start_byte)
        out.bind(source.name(name), bound)


def _decorator_name(source: Source, decorator: Node) -> str:
    """`@a.b(…)` is named `a.b`."""
    return source.text(decorator)[1:].partition("(")[0].strip()


def _expression(source: Source, node: Node, out: Bindings) -> None:
    for child in node.children:
        if child.type == "augmented_assignment":
            for name in target_names(source, child.children[0]):
                out.bind(name, Bound("other", child.start_byte))
        while child.type == "assignment":
            parts = child.children
            if len(parts) > 2 and (parts[1].type == "=" or parts[-2].type == "="):
                value = parts[-1]
                bound = Bound("lambda" if value.type == "lambda" else "other", value.start_byte)
                for name in target_names(source, parts[0]):
                    # The place tells two assignments apart: both together are no single binding.
                    out.bind(name, bound)
            elif parts[0].type == "identifier":
                # `x: int` makes x local without binding it.
                out.names.setdefault(source.name(parts[0]), _OTHER)
            child = parts[-1]


def _for(source: Source, node: Node, out: Bindings) -> None:
    left = node.child_by_field_name("left")
    if left is not None:
        _bind_all(source, left, out)


def _bind_all(source: Source, target: Node, out: Bindings) -> None:
    for name in target_names(source, target):
        out.bind(name, Bound("other", target.start_byte))


def _aliases(source: Source, node: Node, out: Bindings) -> None:
    """`with … as x`, `except … as x`: the as_pattern stands in the clause or its items."""
    stack = [node]
    while stack:
        for child in stack.pop().children:
            kind = child.type
            if kind == "as_pattern_target":
                _bind_all(source, child, out)
            elif kind in {"with_clause", "with_item", "as_pattern", "tuple", "parenthesized_expression"}:
                stack.append(child)


def _except(source: Source, node: Node, out: Bindings) -> None:
    for clause in node.children:
        if clause.type in {"except_clause", "except_group_clause"}:
            _aliases(source, clause, out)


def _import(source: Source, node: Node, out: Bindings) -> None:
    for child in node.children:
        if child.type == "dotted_name":
            top = source.name(child.children[0])
            out.bind(top, Bound("import", 0, top))
        elif child.type == "aliased_import":
            out.bind(source.name(child.children[-1]), Bound("import", 0, source.dotted(child.children[0])))


def _import_from(source: Source, node: Node, out: Bindings) -> None:
    specifier, names = source.from_import(node)
    for imported, alias, _ in names:
        out.bind(alias, Bound("import", 0, specifier, imported))


def _delete(source: Source, node: Node, out: Bindings) -> None:
    for child in node.children:
        _bind_all(source, child, out)


def _global(source: Source, node: Node, out: Bindings) -> None:
    out.global_names.update(source.name(child) for child in node.children if child.type == "identifier")


def _nonlocal(source: Source, node: Node, out: Bindings) -> None:
    out.nonlocal_names.update(source.name(child) for child in node.children if child.type == "identifier")


def _type_alias(source: Source, node: Node, out: Bindings) -> None:
    name = source.alias_name(node)
    if name is not None:
        out.bind(source.name(name), _OTHER)


def _case(source: Source, node: Node, out: Bindings) -> None:
    for pattern in node.children:
        if pattern.type == "case_pattern":
            for name in capture_names(source, pattern):
                out.bind(name, Bound("other", node.start_byte))


def capture_names(source: Source, pattern: Node) -> list[str]:
    """The names that a pattern of a `case` captures."""
    out: list[str] = []
    stack = [pattern]
    while stack:
        node = stack.pop()
        kind = node.type
        children = node.children
        if kind == "dotted_name":
            if len(children) == 1:
                out.append(source.name(children[0]))
        elif kind == "identifier":
            out.append(source.name(node))
        elif kind in {"class_pattern", "keyword_pattern"}:
            # The class of `C(…)` and the name of `name=…` are no captures.
            stack.extend(reversed(children[1:]))
        else:
            stack.extend(reversed(children))
    return out


_STATEMENTS = {
    "function_definition": _function, "class_definition": _class, "decorated_definition": _decorated,
    "expression_statement": _expression, "for_statement": _for, "with_statement": _aliases, "try_statement": _except,
    "import_statement": _import, "import_from_statement": _import_from, "future_import_statement": _import_from,
    "delete_statement": _delete, "global_statement": _global, "nonlocal_statement": _nonlocal,
    "type_alias_statement": _type_alias, "case_clause": _case,
}
_BODIES = frozenset({"for_statement", "with_statement", "case_clause", "except_clause", "except_group_clause"})
