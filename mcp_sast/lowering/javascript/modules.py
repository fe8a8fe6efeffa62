"""Imports and exports.

In: the statements of a module's top. Out: `Import` instructions, the table of exports, and the code that `export` statements hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mcp_sast.ir.module import Export
from mcp_sast.ir.ops import Import, SetField, Span, Store
from mcp_sast.lowering.javascript.classes import class_declaration, decorators_of
from mcp_sast.lowering.javascript.hoisting import CLASS_DECLARATIONS, declarator_names, exported_declaration, lexical_names
from mcp_sast.lowering.javascript.literals import string_value
from mcp_sast.lowering.javascript.lowerer import Lowerer, StatementHandler
from mcp_sast.syntax.parser import Node

DEFAULT = "<default>"
_VALUE_DECLARATIONS = frozenset({
    "variable_declaration", "lexical_declaration", "function_declaration", "generator_function_declaration", "class_declaration",
    "abstract_class_declaration", "enum_declaration", "internal_module", "import_alias", "using_declaration",
})  # fmt: skip


class ImportedName(NamedTuple):
    """One name that an import statement binds; `imported` is None for the whole module."""

    local: str
    imported: str | None
    span: Span


# -------------------------------------------------------------------------------------------------------------------- imports


def is_type_only(node: Node) -> bool:
    """`import type`, `export type`: gone when the code runs."""
    children = node.children
    return len(children) > 1 and children[1].type in ("type", "typeof")


def specifier_of(f: Lowerer, node: Node) -> str | None:
    """The module that an import or export statement names."""
    source = node.child_by_field_name("source")
    return None if source is None else string_value(f.raw(source))


def require_clause(node: Node) -> Node | None:
    """TypeScript's `import x = require("y")`."""
    return next((child for child in node.children if child.type == "import_require_clause"), None)


def imported_names(f: Lowerer, node: Node) -> list[ImportedName]:
    """The names that an import statement binds, in source order."""
    if is_type_only(node):
        return []
    names: list[ImportedName] = []
    for child in node.children:
        if child.type == "import_require_clause":
            names.append(ImportedName(f.text(child.children[0]), None, f.span(child)))
        elif child.type == "import_clause":
            for part in child.children:
                names.extend(_clause_names(f, part))
    return names


def _clause_names(f: Lowerer, part: Node) -> list[ImportedName]:
    kind = part.type
    if kind == "identifier":
        return [ImportedName(f.text(part), "default", f.span(part))]
    if kind == "namespace_import":
        return [ImportedName(f.text(part.children[-1]), None, f.span(part))]
    if kind != "named_imports":
        return []
    names = []
    for specifier in part.children:
        if specifier.type != "import_specifier" or specifier.children[0].type in ("type", "typeof"):
            continue
        name = specifier.child_by_field_name("name")
        alias = specifier.child_by_field_name("alias") or name
        if name is not None and alias is not None:
            names.append(ImportedName(f.text(alias), _module_export_name(f, name), f.span(specifier)))
    return names


def _module_export_name(f: Lowerer, node: Node) -> str:
    """A name as other modules know it: an identifier or a string."""
    return string_value(f.raw(node)) if node.type == "string" else f.text(node)


def run_imports(f: Lowerer, statements: Sequence[Node]) -> None:
    """Imports run before everything else in their module."""
    for node in statements:
        if node.type == "import_statement" and not is_type_only(node):
            _run_import(f, node)


def _run_import(f: Lowerer, node: Node) -> None:
    clause = require_clause(node)
    specifier = specifier_of(f, node if clause is None else clause)
    if specifier is None:
        f.not_understood(node)
        return
    names = imported_names(f, node)
    for name in names:
        dst = f.register()
        f.out.append(Import(dst, specifier, name.imported, "esm" if clause is None else "cjs", name.span))
        f.out.append(Store(f.resolve(name.local), dst, name.span))
    has_clause = any(child.type == "import_clause" for child in node.children)
    if not names and not has_clause:
        f.out.append(Import(f.register(), specifier, None, "esm", f.span(node)))


def import_statement(f: Lowerer, node: Node) -> None:
    """Ran already, at the top of the module."""


# -------------------------------------------------------------------------------------------------------------------- exports


def exports_of(f: Lowerer, statements: Sequence[Node]) -> tuple[Export, ...]:
    """The names that these statements export."""
    exports: list[Export] = []
    for node in statements:
        if node.type == "export_statement" and not is_type_only(node):
            exports.extend(_exports(f, node))
    return tuple(exports)


def _exports(f: Lowerer, node: Node) -> list[Export]:
    specifier = specifier_of(f, node)
    words = [child.type for child in node.children]
    if "=" in words:
        return []
    if specifier is not None and "*" in words:
        return [Export("*", None, specifier)]
    for child in node.children:
        if child.type == "namespace_export":
            return [Export(_module_export_name(f, child.children[-1]), None, specifier)]
        if child.type == "export_clause":
            return _clause_exports(f, child, specifier)
    declaration = exported_declaration(node)
    if "default" in words:
        return _default_export(f, node, declaration)
    if declaration is None:
        return []
    return [Export(name, name) for name in declared_names(f, declaration)]


def _clause_exports(f: Lowerer, clause: Node, specifier: str | None) -> list[Export]:
    exports = []
    for part in clause.children:
        if part.type != "export_specifier" or part.children[0].type in ("type", "typeof"):
            continue
        name = part.child_by_field_name("name")
        alias = part.child_by_field_name("alias") or name
        if name is None or alias is None:
            continue
        inner, outer = _module_export_name(f, name), _module_export_name(f, alias)
        if specifier is None:
            exports.append(Export(outer, inner))
        else:
            exports.append(Export(outer, None, specifier, inner))
    return exports


def _default_export(f: Lowerer, node: Node, declaration: Node | None) -> list[Export]:
    if declaration is not None:
        if declaration.type not in _VALUE_DECLARATIONS:
            return []
        names = declared_names(f, declaration)
        return [Export("default", names[0] if names else DEFAULT)]
    value = node.child_by_field_name("value")
    return [Export("default", _exported_variable(f, value) or DEFAULT)]


def _exported_variable(f: Lowerer, value: Node | None) -> str | None:
    """The module's variable that `export default x` names."""
    if value is not None and value.type == "identifier":
        var = f.resolve(f.text(value))
        if var.kind == "module":
            return var.name
    return None


def declared_names(f: Lowerer, declaration: Node) -> list[str]:
    """The names that a declaration binds at run time."""
    if declaration.type == "variable_declaration":
        return declarator_names(f, declaration)
    if declaration.type not in _VALUE_DECLARATIONS:
        return []
    return lexical_names(f, (declaration,), functions_too=True)


def export_statement(f: Lowerer, node: Node) -> None:
    """The code that an export statement holds."""
    if is_type_only(node):
        return
    specifier = specifier_of(f, node)
    if specifier is not None:
        f.out.append(Import(f.register(), specifier, None, "esm", f.span(node)))
        return
    declaration = exported_declaration(node)
    if declaration is not None:
        if f.exported is not None:
            f.exported.extend(declared_names(f, declaration))
        if declaration.type in CLASS_DECLARATIONS:
            class_declaration(f, declaration, decorators_of(f, node), "default")
        else:
            f.statement(declaration)
        return
    value = node.child_by_field_name("value")
    if value is not None:
        if _exported_variable(f, value) is None:
            register = f.named(value, "default")
            f.out.append(Store(f.resolve(DEFAULT), register, f.span(node)))
        return
    parts = f.parts(node)
    if len(parts) > 2 and parts[1].type == "=":
        span = f.span(node)
        module = f.load(f.resolve("module"), span)
        f.out.append(SetField(module, "exports", f.expression(parts[2]), span))


HANDLERS: dict[str, StatementHandler] = {"import_statement": import_statement, "export_statement": export_statement}
