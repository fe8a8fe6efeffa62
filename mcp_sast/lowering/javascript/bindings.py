"""What a module's variables are known to be without running anything.

In: the statements of the module's top, lowered. Out: `Binding`s of the names that are bound exactly once.

Constants and imports can't be assigned again. For all others a textual check of the whole module (`assignments`) stands in for
lowering every function in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from mcp_sast.ir.module import Binding
from mcp_sast.lowering.javascript.access import constant_argument
from mcp_sast.lowering.javascript.assignments import assigned_names
from mcp_sast.lowering.javascript.classes import decorators_of
from mcp_sast.lowering.javascript.hoisting import (
    CLASS_DECLARATIONS,
    FUNCTION_DECLARATIONS,
    exported_declaration,
    lexical_names,
    var_names,
)
from mcp_sast.lowering.javascript.lowerer import Lowerer
from mcp_sast.lowering.javascript.modules import DEFAULT, imported_names, require_clause, specifier_of
from mcp_sast.lowering.javascript.values import constant_key
from mcp_sast.syntax.parser import Node

_FUNCTIONS = frozenset({"arrow_function", "function_expression", "generator_function"})
_VARIABLES = frozenset({"lexical_declaration", "variable_declaration"})


class _Candidate(NamedTuple):
    """`assignments`: how often the text assigns the name where nothing but its declaration does; None: it can't be assigned."""

    binding: Binding
    assignments: int | None


def bindings_of(f: Lowerer, statements: Sequence[Node]) -> tuple[Binding, ...]:
    """The bindings, in source order."""
    functions = {start: identifier for identifier, start, _ in f.nested}
    candidates: list[_Candidate] = []
    for node in statements:
        inner = exported_declaration(node) if node.type == "export_statement" else node
        if inner is None:
            candidates.extend(_default(node, functions))
            continue
        kind = inner.type
        if kind == "import_statement":
            candidates.extend(_imports(f, inner))
        elif kind in FUNCTION_DECLARATIONS or kind in CLASS_DECLARATIONS:
            candidates.extend(_declared(f, inner, functions, decorated=bool(decorators_of(f, node))))
        elif kind in _VARIABLES:
            candidates.extend(_variables(f, inner, functions))
    counts = _declaration_counts(f, statements)
    wanted = {c.binding.name for c in candidates if c.assignments is not None}
    assigned = assigned_names(f.data, wanted)
    return tuple(c.binding for c in candidates if _is_only(c, counts, assigned))


def _is_only(candidate: _Candidate, counts: Mapping[str, int], assigned: Mapping[str, int]) -> bool:
    name = candidate.binding.name
    if name != DEFAULT and counts.get(name) != 1:
        return False
    return candidate.assignments is None or assigned.get(name, 0) <= candidate.assignments


def _declaration_counts(f: Lowerer, statements: Sequence[Node]) -> dict[str, int]:
    counts: dict[str, int] = {}
    names = [*lexical_names(f, statements, functions_too=True), *var_names(f, statements)]
    for node in statements:
        if node.type == "import_statement":
            names.extend(name.local for name in imported_names(f, node))
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    return counts


def _imports(f: Lowerer, node: Node) -> list[_Candidate]:
    clause = require_clause(node)
    specifier = specifier_of(f, node if clause is None else clause)
    if specifier is None:
        return []
    return [_Candidate(Binding(n.local, "import", specifier, n.imported), None) for n in imported_names(f, node)]


def _declared(f: Lowerer, node: Node, functions: Mapping[int, str], decorated: bool) -> list[_Candidate]:
    name_node = node.child_by_field_name("name")
    name = DEFAULT if name_node is None else f.text(name_node)
    if node.type in CLASS_DECLARATIONS:
        return [] if decorated or decorators_of(f, node) else [_Candidate(Binding(name, "class", name), 0)]
    identifier = functions.get(node.start_byte)
    return [] if identifier is None else [_Candidate(Binding(name, "function", identifier), 0)]


def _default(node: Node, functions: Mapping[int, str]) -> list[_Candidate]:
    """`export default () => …` binds a variable that no code can name."""
    value = node.child_by_field_name("value")
    identifier = functions.get(value.start_byte) if value is not None and value.type in _FUNCTIONS else None
    return [] if identifier is None else [_Candidate(Binding(DEFAULT, "function", identifier), None)]


def _variables(f: Lowerer, node: Node, functions: Mapping[int, str]) -> list[_Candidate]:
    allowed = None if node.children[0].type == "const" else 1
    found: list[_Candidate] = []
    for child in node.children:
        if child.type != "variable_declarator" or len(child.children) < 3:
            continue
        target, value = child.children[0], child.children[-1]
        if target.type == "identifier":
            found.extend(_Candidate(binding, allowed) for binding in _variable(f, f.text(target), value, functions))
        elif target.type == "object_pattern":
            # The text of a pattern assigns its names once in the eyes of no check: it is a declaration.
            found.extend(_Candidate(binding, None if allowed is None else 0) for binding in _required_names(f, target, value))
    return found


def _variable(f: Lowerer, name: str, value: Node, functions: Mapping[int, str]) -> list[Binding]:
    if value.type in _FUNCTIONS:
        identifier = functions.get(value.start_byte)
        return [] if identifier is None else [Binding(name, "function", identifier)]
    if value.type == "class":
        return [] if decorators_of(f, value) else [Binding(name, "class", name)]
    specifier = _required(f, value)
    return [] if specifier is None else [Binding(name, "import", specifier)]


def _required(f: Lowerer, value: Node) -> str | None:
    """The specifier of `require("x")`."""
    if value.type != "call_expression":
        return None
    callee = value.children[0]
    if f.raw(callee) != b"require" or f.resolve("require").kind != "global":
        return None
    return constant_argument(f, value.children[-1])


def _required_names(f: Lowerer, pattern: Node, value: Node) -> list[Binding]:
    """`const {a, b: c} = require("x")`."""
    specifier = _required(f, value)
    if specifier is None:
        return []
    found = []
    for child in pattern.children:
        if child.type == "shorthand_property_identifier_pattern":
            found.append(Binding(f.text(child), "import", specifier, f.text(child)))
        elif child.type == "pair_pattern":
            parts = f.parts(child)
            name = constant_key(f, parts[0])
            if name is not None and parts[-1].type == "identifier":
                found.append(Binding(f.text(parts[-1]), "import", specifier, name))
    return found
