"""Which names a function, block or pattern declares, found before any of it is lowered.

In: statement nodes. Out: names in source order. Walks are iterative and look at statements only, never into expressions.
"""

from __future__ import annotations

from collections.abc import Iterable

from mcp_sast.ir.ops import Store
from mcp_sast.lowering.javascript.functions import make_declared_function
from mcp_sast.lowering.javascript.lowerer import Lowerer
from mcp_sast.syntax.parser import Node

FUNCTION_DECLARATIONS = frozenset({"function_declaration", "generator_function_declaration"})
LEXICAL_DECLARATIONS = frozenset({"lexical_declaration", "using_declaration"})
CLASS_DECLARATIONS = frozenset({"class_declaration", "abstract_class_declaration"})
_FUNCTION_EXPRESSIONS = frozenset({"function_expression", "generator_function"})
_NAMED_DECLARATIONS = CLASS_DECLARATIONS | {"enum_declaration"}
# Statements that can hold a `var` of the function around them.
_HOLDERS = frozenset({
    "statement_block", "if_statement", "else_clause", "for_statement", "for_in_statement", "while_statement", "do_statement",
    "try_statement", "catch_clause", "finally_clause", "switch_statement", "switch_body", "switch_case", "switch_default",
    "labeled_statement", "with_statement", "export_statement", "ERROR",
})  # fmt: skip
_PATTERN_NAMES = frozenset({"identifier", "shorthand_property_identifier_pattern"})


def pattern_names(f: Lowerer, pattern: Node) -> list[str]:
    """The names that a binding pattern binds."""
    if pattern.type == "identifier":
        return [f.text(pattern)]
    names: list[str] = []
    stack = [pattern]
    while stack:
        node = stack.pop()
        kind = node.type
        if kind in _PATTERN_NAMES:
            names.append(f.text(node))
        elif kind in ("object_pattern", "array_pattern", "rest_pattern", "required_parameter", "optional_parameter"):
            stack.extend(child for child in reversed(node.children) if child.is_named)
        elif kind in ("assignment_pattern", "object_assignment_pattern"):
            stack.append(node.children[0])
        elif kind == "pair_pattern":
            stack.append(node.children[-1])
    return names


def declarator_names(f: Lowerer, declaration: Node) -> list[str]:
    """The names that a `var`, `let`, `const` or `using` declaration binds."""
    names: list[str] = []
    for child in declaration.children:
        if child.type == "variable_declarator":
            names.extend(pattern_names(f, child.children[0]))
    return names


def var_names(f: Lowerer, body: Iterable[Node]) -> list[str]:
    """Names that `var` declares anywhere in these statements; where the language lets them out, also functions in blocks."""
    names: list[str] = []
    functions_too = f.registry.block_functions_are_vars
    stack: list[tuple[Node, bool]] = [(node, False) for node in body]
    stack.reverse()
    while stack:
        node, in_block = stack.pop()
        kind = node.type
        if kind == "variable_declaration":
            names.extend(declarator_names(f, node))
        elif kind in _HOLDERS:
            if kind == "for_in_statement":
                names.extend(_loop_variables(f, node))
            stack.extend((child, True) for child in reversed(node.children) if child.is_named)
        elif in_block and functions_too and kind in FUNCTION_DECLARATIONS:
            names.extend(_declared_name(f, node))
    return names


def _loop_variables(f: Lowerer, node: Node) -> list[str]:
    """`for (var x of …)`: the pattern stands behind the word, with no declaration node around it."""
    children = node.children
    for index, child in enumerate(children[:-1]):
        if child.type == "var":
            return pattern_names(f, children[index + 1])
    return []


def _declared_name(f: Lowerer, node: Node) -> list[str]:
    name = node.child_by_field_name("name")
    return [] if name is None else [f.text(name)]


def lexical_names(f: Lowerer, statements: Iterable[Node], functions_too: bool) -> list[str]:
    """Names that these statements declare for the block they stand in."""
    names: list[str] = []
    for node in statements:
        kind = node.type
        if kind in LEXICAL_DECLARATIONS:
            names.extend(declarator_names(f, node))
        elif kind in FUNCTION_DECLARATIONS:
            if functions_too:
                names.extend(_declared_name(f, node))
        elif kind in _NAMED_DECLARATIONS:
            names.extend(_declared_name(f, node))
        elif kind == "export_statement":
            inner = exported_declaration(node)
            if inner is not None:
                names.extend(lexical_names(f, (inner,), functions_too))
        elif kind == "import_alias":
            names.extend(f.text(child) for child in node.children if child.type == "identifier")
        elif kind == "expression_statement":
            names.extend(_disguised_names(f, node, functions_too))
        elif kind == "internal_module":
            names.extend(_namespace_name(f, node))
    return names


def _disguised_names(f: Lowerer, node: Node, functions_too: bool) -> list[str]:
    """Declarations that a grammar takes for expressions: namespaces, `using`, a function whose last brace is missing."""
    inner = node.children[0]
    kind = inner.type
    if kind == "internal_module":
        return _namespace_name(f, inner)
    if kind == "assignment_expression":
        return [f.text(inner.children[1])] if inner.children[0].type == "using" else []
    return _declared_name(f, inner) if functions_too and kind in _FUNCTION_EXPRESSIONS else []


def exported_declaration(node: Node) -> Node | None:
    """The declaration inside an `export` statement, `export default function f() {}` too."""
    return node.child_by_field_name("declaration")


def _namespace_name(f: Lowerer, node: Node) -> list[str]:
    """`namespace A.B {}` declares A."""
    name = node.child_by_field_name("name")
    while name is not None and name.type in ("nested_identifier", "member_expression"):
        name = name.children[0]
    return [] if name is None or name.type != "identifier" else [f.text(name)]


def misread_function(node: Node) -> Node | None:
    """The named function that an expression statement begins with: in sound code that is a declaration, but the parser takes one
    for an expression where its last brace is missing."""
    inner = node.children[0] if node.children else None
    if inner is None or inner.type not in _FUNCTION_EXPRESSIONS or inner.child_by_field_name("name") is None:
        return None
    return inner


def hoist_functions(f: Lowerer, statements: Iterable[Node]) -> None:
    """Make the closures of the functions that these statements declare: they exist from the start of their block."""
    for node in statements:
        kind = node.type
        if kind == "export_statement":
            inner = exported_declaration(node)
            if inner is None:
                continue
            node, kind = inner, inner.type
        if kind in FUNCTION_DECLARATIONS:
            _hoist(f, node)
        elif kind == "expression_statement":
            misread = misread_function(node)
            if misread is not None:
                _hoist(f, misread)


def _hoist(f: Lowerer, node: Node) -> None:
    name = node.child_by_field_name("name")
    if name is None:
        f.hint = "default"
    closure = make_declared_function(f, node)
    variable = f.resolve("<default>" if name is None else f.text(name))
    f.out.append(Store(variable, closure, f.span(node)))
    f.frame.note_value(variable)
